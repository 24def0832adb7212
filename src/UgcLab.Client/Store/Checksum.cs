using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace UgcLab.Store;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720, appendix B.4): finds every flip of one or two bits and every burst of up to 32 in a line.
/// </summary>
internal static class Checksum
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte each in bytes)
        {
            crc = BitOperations.Crc32C(crc, each);
        }

        return ~crc;
    }
}
