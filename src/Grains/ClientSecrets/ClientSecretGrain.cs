using Realtime.Grains.Interfaces.ClientSecrets;

namespace Realtime.Grains.ClientSecrets;

/// <inheritdoc/>
internal sealed class ClientSecretGrain(
    [PersistentState("client-secret", ClientSecretGrain.Storage)] IPersistentState<ClientSecretState> state,
    TimeProvider time) : Grain, IClientSecretGrain
{
    /// <summary>The name of the grain storage that keeps client secrets.</summary>
    public const string Storage = "client-secrets";

    // An expired secret is still known as expired for a while, so that its user is told so and not that it never existed.
    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public async Task Bind(ClientSecretBinding binding)
    {
        state.State.Binding = binding;
        await state.WriteStateAsync();
        var left = binding.ExpiresAt + KeptAfterExpiry - time.GetUtcNow();
        DelayDeactivation(left);
        this.RegisterGrainTimer(
            static (grain, _) => grain.ForgetAsync(),
            this,
            new GrainTimerCreationOptions(left, Timeout.InfiniteTimeSpan) { KeepAlive = false });
    }

    /// <inheritdoc/>
    public async Task<ClientSecretBinding?> Read()
    {
        if (state.State.Binding is { } binding && binding.ExpiresAt + KeptAfterExpiry < time.GetUtcNow())
        {
            await ForgetAsync();
        }

        if (state.State.Binding is null)
        {
            DeactivateOnIdle();
        }

        return state.State.Binding;
    }

    private async Task ForgetAsync()
    {
        await state.ClearStateAsync();
        DeactivateOnIdle();
    }
}
