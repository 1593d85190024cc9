namespace Realtime.Storage.Database;

/// <summary>The database is away, or has not been prepared yet; the same may work in a moment. The message names no address.</summary>
public sealed class StorageUnavailableException : Exception
{
    /// <summary>Makes the exception.</summary>
    public StorageUnavailableException()
        : this("The database does not answer.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public StorageUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What the driver said.</param>
    public StorageUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
