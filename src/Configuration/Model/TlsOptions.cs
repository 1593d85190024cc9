namespace Realtime.Configuration;

/// <summary>How a provider's certificate is checked, and which one is shown to it.</summary>
public sealed record TlsOptions
{
    /// <summary>Gets the usual settings: the machine's own authorities, no client certificate.</summary>
    public static TlsOptions Default { get; } = new();

    /// <summary>Gets a value indicating whether the provider's certificate is checked (<c>ssl_verify</c>; default true).</summary>
    public bool Verify { get; init; } = true;

    /// <summary>Gets the PEM file of the authorities to trust instead of the machine's (<c>ssl_verify: PATH</c>); it exists.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Gets the PEM file with the client certificate (<c>ssl_certificate</c>); it exists.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Gets the PEM file with the client certificate's key (<c>ssl_key</c>); null: it stands in the certificate's file.</summary>
    public string? KeyFile { get; init; }
}
