namespace UgcLab.Simulator.State;

// The only way to the service's state: one caller at a time, in this process and, when the state is in a folder, in all others. What a
// change has done is on disk before it returns, so what a process answered holds after it is killed.
internal sealed class StateAccess(SimulatorOptions options, TimeProvider clock)
{
    private readonly object _gate = new();
    private readonly ServiceState _state = new(options);
    private readonly StateFiles? _folder = options.StatePath is { } path ? new StateFiles(path, options) : null;

    public T Read<T>(Func<ServiceState, T> read) => Change(read, save: false);

    public T Change<T>(Func<ServiceState, T> change, bool save = true)
    {
        lock (_gate)
        {
            using IDisposable? held = _folder?.Hold();
            _folder?.Load(_state);
            _state.Now = Latest(_state.Now, clock.GetUtcNow());
            T result = change(_state);
            if (save)
            {
                _folder?.Save(_state);
            }

            return result;
        }
    }

    // The service's time never runs backwards, whichever process brought it this far; and it has milliseconds, as its
    // answers have, so that what is read back from disk equals what was in memory.
    private static DateTimeOffset Latest(DateTimeOffset known, DateTimeOffset time)
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
        return now > known ? now : known;
    }
}
