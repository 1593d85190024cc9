namespace Realtime.Grains.Policies.Alerts;

/// <summary>A way for alerts to reach people.</summary>
internal interface IAlertChannel
{
    /// <summary>Sends an alert where the configuration asks for it.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="cancellationToken">The process ends.</param>
    /// <returns>A task that ends when it was sent; it throws when it could not be.</returns>
    Task SendAsync(Alert alert, CancellationToken cancellationToken);
}
