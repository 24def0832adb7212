using System.Globalization;
using System.Text.RegularExpressions;

namespace UgcLab.Crash.Tests;

/// <summary>A line of strace: a call as it begins, ends, or both.</summary>
/// <param name="Thread">Who calls.</param>
/// <param name="Name">What is called.</param>
/// <param name="Path">The file of the descriptor; empty where it is not told.</param>
/// <param name="Data">The bytes that are handed over.</param>
/// <param name="Numbers">The numbers behind them.</param>
/// <param name="Begins">Whether the call begins here.</param>
/// <param name="Result">What it returned; null where it has not yet.</param>
internal sealed partial record TracedCall(string Thread, string Name, string Path, byte[] Data, long[] Numbers, bool Begins, long? Result)
{
    /// <summary>Reads the calls of a trace; lines that are none, such as those of signals, are left out.</summary>
    public static IEnumerable<TracedCall> Read(string trace)
    {
        foreach (string line in File.ReadLines(trace))
        {
            if (Whole().Match(line) is { Success: true } call)
            {
                yield return new TracedCall(
                    call.Groups["thread"].Value, call.Groups["name"].Value, call.Groups["path"].Value, call.Groups["data"].Success ? Bytes(call.Groups["data"].Value) : [],
                    [.. call.Groups["number"].Captures.Select(number => Number(number.Value))], Begins: true, call.Groups["result"].Success ? Number(call.Groups["result"].Value) : null);
            }
            else if (Resumed().Match(line) is { Success: true } resumed)
            {
                yield return new TracedCall(resumed.Groups["thread"].Value, resumed.Groups["name"].Value, "", [], [], Begins: false, Number(resumed.Groups["result"].Value));
            }
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    // The text is escaped as in C, with octal numbers of one to three digits.
    private static byte[] Bytes(string text)
    {
        List<byte> bytes = new(text.Length);
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\')
            {
                bytes.Add((byte)text[at]);
                continue;
            }

            at++;
            if (text[at] is < '0' or > '7')
            {
                bytes.Add((byte)(text[at] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', 'f' => '\f', char other => other }));
                continue;
            }

            int value = 0;
            for (int digits = 0; digits < 3 && at < text.Length && text[at] is >= '0' and <= '7'; digits++, at++)
            {
                value = (value * 8) + text[at] - '0';
            }

            bytes.Add((byte)value);
            at--;
        }

        return [.. bytes];
    }

    [GeneratedRegex("""
        ^(?<thread>\d+) +(?<name>\w+)\(\d+(?:<(?<path>[^>]*(?:->[^>]*)?)>)?(?:, (?:\{.*?iov_base=)?"(?<data>(?:[^"\\]|\\.)*)"(?:\.\.\.)?)?(?:, (?<number>\d+))*.*?(?:= (?<result>-?\d+).*)?$
        """)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(?<thread>\d+) +<\.\.\. (?<name>\w+) resumed>.*= (?<result>-?\d+)")]
    private static partial Regex Resumed();
}
