namespace UgcLab.Simulator;

/// <summary>
/// The one way to the service's state: one caller at a time, in this process and, when the state lives in a folder, in
/// all others. What a change has done is on disk before its caller hears of it, so a process killed after it answered
/// has never answered in vain.
/// </summary>
internal sealed class StateAccess
{
    private readonly object _gate = new();
    private readonly ServiceState _state = new();
    private readonly TimeProvider _clock;
    private readonly StateFolder? _folder;

    public StateAccess(SimulatorOptions options, TimeProvider clock)
    {
        _clock = clock;
        _state.Reset(options);
        _folder = options.StatePath is null ? null : new StateFolder(options.StatePath, options);
    }

    public T Change<T>(Func<ServiceState, T> change) => Hold(change, save: true);

    public T Look<T>(Func<ServiceState, T> look) => Hold(look, save: false);

    private T Hold<T>(Func<ServiceState, T> work, bool save)
    {
        lock (_gate)
        {
            using IDisposable? held = _folder?.Hold();
            _folder?.Load(_state);
            _state.Now = Latest(_state.Now, _clock.GetUtcNow());
            T result = work(_state);
            if (save)
            {
                _folder?.Save(_state);
            }

            return result;
        }
    }

    // The service's time never runs backwards, whichever process brought it this far; and it has milliseconds, as its
    // answers have, so that what is read back from disk equals what was in memory.
    private static DateTimeOffset Latest(DateTimeOffset known, DateTimeOffset clock)
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(clock.ToUnixTimeMilliseconds());
        return now > known ? now : known;
    }
}
