namespace Realtime.Configuration;

/// <summary>Where a callback sends rows of usage.</summary>
public enum CallbackKind
{
    /// <summary>An HTTP address that takes JSON (<c>generic_api</c>).</summary>
    GenericApi = 0,

    /// <summary>A bucket of S3 or of a service that speaks its protocol (<c>s3_v2</c>, <c>s3</c>).</summary>
    S3 = 1,

    /// <summary>Files in a directory, one JSON line a row (<c>file</c>).</summary>
    File = 2,
}
