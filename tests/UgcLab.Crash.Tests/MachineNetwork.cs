using System.Globalization;
using System.Net;

namespace UgcLab.Crash.Tests;

/// <summary>A network of this machine and some others, each in a network namespace, joined by a bridge. A link can be cut.</summary>
internal sealed class MachineNetwork : IDisposable
{
    public const string Missing = "A network of machines needs root, network namespaces, and the program ip.";

    private readonly string _id = Guid.NewGuid().ToString("N")[..8];

    // Of the addresses that are set aside for tests of networks.
    private readonly string _addresses = string.Create(CultureInfo.InvariantCulture, $"198.{Random.Shared.Next(18, 20)}.{Random.Shared.Next(256)}.");
    private readonly int _machines;

    private MachineNetwork(int machines) => _machines = machines;

    /// <summary>The address of this machine.</summary>
    public IPAddress Here => IPAddress.Parse(_addresses + "1");

    private string Bridge => $"ug{_id}";

    /// <summary>Makes it; null where that isn't possible.</summary>
    public static MachineNetwork? TryMake(int machines)
    {
        MachineNetwork network = new(machines);
        if (Environment.UserName == "root" && network.Make())
        {
            return network;
        }

        network.Dispose();
        return null;
    }

    /// <summary>The address of a machine, from 0.</summary>
    public string Address(int machine) => string.Create(CultureInfo.InvariantCulture, $"{_addresses}{10 + machine}");

    /// <summary>Its network namespace.</summary>
    public string Namespace(int machine) => string.Create(CultureInfo.InvariantCulture, $"ug{_id}n{machine}");

    /// <summary>Cuts a machine off, or joins it again.</summary>
    public void SetLink(int machine, bool isUp) => Assert.True(Ip($"link set {Link(machine)} {(isUp ? "up" : "down")}"));

    public void Dispose()
    {
        for (int machine = 0; machine < _machines; machine++)
        {
            Ip($"netns delete {Namespace(machine)}");
            Ip($"link delete {Link(machine)}");
        }

        Ip($"link delete {Bridge}");
    }

    private static bool Ip(string command) => Machine.Run("ip", command.Split(' ')) == 0;

    private bool Make() =>
        Ip($"link add {Bridge} type bridge") && Ip($"addr add {Here}/24 dev {Bridge}") && Ip($"link set {Bridge} up")
        && Enumerable.Range(0, _machines).All(Add);

    private bool Add(int machine) =>
        Ip($"netns add {Namespace(machine)}") && Ip($"link add {Link(machine)} type veth peer name eth0 netns {Namespace(machine)}")
        && Ip($"link set {Link(machine)} master {Bridge} up") && Ip($"-n {Namespace(machine)} addr add {Address(machine)}/24 dev eth0")
        && Ip($"-n {Namespace(machine)} link set eth0 up") && Ip($"-n {Namespace(machine)} link set lo up");

    private string Link(int machine) => string.Create(CultureInfo.InvariantCulture, $"ug{_id}v{machine}");
}
