using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Realtime.EndToEnd.Tests.Hosting;

/// <summary>A certificate for <c>localhost</c> of the tests' own making, for clients that insist on TLS.</summary>
/// <param name="CertificateFile">The certificate, PEM; it is its own authority.</param>
/// <param name="KeyFile">Its private key, PEM.</param>
internal sealed record LoopbackCertificate(string CertificateFile, string KeyFile)
{
    public static LoopbackCertificate Create(DirectoryInfo folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));

        var files = new LoopbackCertificate(Path.Combine(folder.FullName, "localhost.pem"), Path.Combine(folder.FullName, "localhost.key"));
        File.WriteAllText(files.CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(files.KeyFile, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
