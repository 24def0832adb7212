namespace UgcLab.Rows;

// Finds text of UTF-8 that was read in another encoding: GrÃ¼n, donâ€™t, РџСЂРёРІРµС‚.
internal static class EncodingDamage
{
    // Above every letter of these encodings.
    private const char Highest = '\u2600';

    // Represents a letter that an encoding doesn't have. It isn't allowed in a text, so no text contains it.
    private const char Missing = '\u0001';

    // Windows, DOS, and Mac.
    private static readonly (string Name, Encoding Encoding)[] Others =
    [
        .. new[]
        {
            (1252, "Windows-1252"), (1250, "Windows-1250"), (1251, "Windows-1251"), (1254, "Windows-1254"),
            (850, "code page 850"), (437, "code page 437"), (10000, "Mac Roman"),
        }.Select(each => (each.Item2, CodePagesEncodingProvider.Instance.GetEncoding(
            each.Item1, new EncoderReplacementFallback(Missing.ToString()), DecoderFallback.ReplacementFallback)!)),
    ];

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    // The encoding that a text was read in, and how the text reads in UTF-8; null when it was read as it was written.
    public static (string Encoding, string Meant)? Of(string text)
    {
        if (!MayBe(text))
        {
            return null;
        }

        byte[] bytes = new byte[text.Length * 2];
        foreach ((string name, Encoding other) in Others)
        {
            ReadOnlySpan<byte> read = bytes.AsSpan(0, other.GetBytes(text, bytes));
            if (!read.Contains((byte)Missing) && System.Text.Unicode.Utf8.IsValid(read) && Utf8.GetString(read) is string meant
                && meant.All(IsLikely))
            {
                return (name, meant);
            }
        }

        return null;
    }

    // In UTF-8, characters beyond ASCII have at least two bytes, so in misread text none of them is isolated.
    private static bool MayBe(string text)
    {
        if (Ascii.IsValid(text))
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            bool isBeyond = text[i] >= 0x80;
            if (isBeyond && (text[i] >= Highest || ((i == 0 || text[i - 1] < 0x80) && (i + 1 == text.Length || text[i + 1] < 0x80))))
            {
                return false;
            }
        }

        return true;
    }

    // What people write, and not what a capital letter and a closing quote are as UTF-8 by chance.
    private static bool IsLikely(char c) => c is < '\u0180' or (>= '\u0370' and < '\u0530') or (>= '\u0590' and < '\u0700') or >= '\u0900';
}
