namespace Realtime.Protocol.Tests.WebSockets.Support;

/// <summary>Bounds what a test waits for, so that a hang is a failure.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Gets a token that ends with the test, or when it takes too long.</summary>
    public static CancellationToken Token
    {
        get
        {
            var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            source.CancelAfter(Limit);
            return source.Token;
        }
    }

    /// <summary>Waits until a condition holds.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        var token = Token;
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, token);
        }
    }

    public static Task<T> InTimeAsync<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Token);

    public static Task InTimeAsync(this ValueTask task) => task.AsTask().WaitAsync(Token);

    public static Task<T> InTimeAsync<T>(this Task<T> task) => task.WaitAsync(Token);

    public static Task InTimeAsync(this Task task) => task.WaitAsync(Token);
}
