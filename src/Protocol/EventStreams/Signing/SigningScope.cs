namespace Realtime.Protocol.EventStreams.Signing;

/// <summary>For what a signature of version 4 is good: one day's use of a service in a region.</summary>
/// <param name="Region">The region, as <c>us-east-1</c>.</param>
/// <param name="Service">The service's signing name, as <c>bedrock</c>.</param>
public sealed record SigningScope(string Region, string Service)
{
    /// <summary>Writes the scope of a day, as it stands in strings to sign and in <c>Authorization</c>.</summary>
    /// <param name="time">A time on that day in UTC.</param>
    /// <returns>The text, as in <c>20260102/us-east-1/bedrock/aws4_request</c>.</returns>
    public string ToText(DateTimeOffset time) => $"{SigV4.Day(time)}/{Region}/{Service}/aws4_request";
}
