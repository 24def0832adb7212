using System.Buffers.Binary;
using System.Security.Cryptography;

namespace UgcLab.Simulator;

// Random numbers without a generator: each depends on the seed, its purpose, and a number, and never on the order of requests, so that an
// additional poll changes no later id and no later injected fault.
internal static class Seeded
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>An id in the form of the documented examples: <c>cl</c> and 23 letters or digits.</summary>
    public static string Id(int seed, string purpose, long number) => "cl" + Word(seed, purpose, number, 23);

    public static string Word(int seed, string purpose, long number, int length) =>
        string.Concat(Hash(seed, purpose, number).Take(length).Select(value => Alphabet[value % Alphabet.Length]));

    public static double Fraction(int seed, string purpose, long number) =>
        (BinaryPrimitives.ReadUInt64BigEndian(Hash(seed, purpose, number)) >> 11) / (double)(1UL << 53);

    private static byte[] Hash(int seed, string purpose, long number) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(Invariant($"{seed}|{purpose}|{number}")));
}
