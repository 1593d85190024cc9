using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Realtime.Protocol.EventStreams.Signing;

/// <summary>
/// Signs the events of one stream, each over its predecessor's signature; the first over the request's. Calls must not overlap, and their order
/// is the order on the wire.
/// </summary>
/// <remarks>Source: the event signing of aws-c-auth, checked by its published chain.</remarks>
/// <param name="secretAccessKey">The secret access key.</param>
/// <param name="scope">The scope; the day is each event's own.</param>
/// <param name="requestSignature">The request's signature in lower-case hex.</param>
public sealed class EventSignatureChain(string secretAccessKey, SigningScope scope, string requestSignature)
{
    /// <summary>The header that carries an event's time.</summary>
    public const string DateHeader = ":date";

    /// <summary>The header that carries an event's signature.</summary>
    public const string SignatureHeader = ":chunk-signature";

    private const int HashLength = 32;

    private string _prior = requestSignature;
    private string _day = "";
    private byte[] _key = [];

    /// <summary>Writes what is signed of an event.</summary>
    /// <param name="date">The event's time.</param>
    /// <param name="payload">The payload of the outer message: the inner message, or nothing for the closing one.</param>
    /// <returns>The text.</returns>
    public string StringToSign(DateTimeOffset date, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[32];
        header = header[..EventStreamEncoder.Write(header, EventStreamHeader.Timestamp(DateHeader, date))];
        Span<byte> hash = stackalloc byte[HashLength];
        SHA256.HashData(header, hash);
        var headerHash = Convert.ToHexStringLower(hash);
        SHA256.HashData(payload, hash);
        return $"AWS4-HMAC-SHA256-PAYLOAD\n{SigV4.Timestamp(date)}\n{scope.ToText(date)}\n{_prior}\n{headerHash}\n{Convert.ToHexStringLower(hash)}";
    }

    /// <summary>Signs the next event.</summary>
    /// <param name="date">Its time.</param>
    /// <param name="payload">The payload of the outer message.</param>
    /// <returns>The signature, 32 bytes.</returns>
    public byte[] Sign(DateTimeOffset date, ReadOnlySpan<byte> payload)
    {
        var day = SigV4.Day(date);
        if (day != _day)
        {
            (_day, _key) = (day, SigV4.SigningKey(secretAccessKey, scope, date));
        }

        var signature = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(StringToSign(date, payload)));
        _prior = Convert.ToHexStringLower(signature);
        return signature;
    }

    /// <summary>Signs the next event and writes its outer message.</summary>
    /// <param name="output">Takes the message.</param>
    /// <param name="date">The event's time; on the wire it has milliseconds.</param>
    /// <param name="payload">The inner message, or nothing for the closing one.</param>
    public void Write(IBufferWriter<byte> output, DateTimeOffset date, ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<EventStreamHeader> headers =
        [
            EventStreamHeader.Timestamp(DateHeader, date),
            EventStreamHeader.Bytes(SignatureHeader, Sign(date, payload)),
        ];
        EventStreamEncoder.Write(output, headers, payload);
    }
}
