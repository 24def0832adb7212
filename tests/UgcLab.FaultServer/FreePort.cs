using System.Net;
using System.Net.Sockets;

namespace UgcLab.Faults;

/// <summary>Ports for servers that can't choose their own.</summary>
public static class FreePort
{
    /// <summary>A port that is free, of those that no system gives to connections by itself: until a server has started, nothing else takes it.</summary>
    public static int At(string address)
    {
        while (true)
        {
            int port = Random.Shared.Next(20_000, 32_000);
            using TcpListener listener = new(IPAddress.Parse(address), port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Another one, then.
            }
        }
    }
}
