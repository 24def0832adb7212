namespace UgcLab.Client.Tests.Http;

public sealed class RetryPolicyTests
{
    private static readonly RetryPolicy Policy = new(MaxReadRetries: 4, NetworkTimeout: TimeSpan.FromMinutes(30));

    [Theory]
    [InlineData(UgcLabErrorKind.OutcomeUnconfirmed)]
    [InlineData(UgcLabErrorKind.RequestRefused)]
    [InlineData(UgcLabErrorKind.InsufficientCredits)]
    [InlineData(UgcLabErrorKind.KeyRefused)]
    [InlineData(UgcLabErrorKind.ServerError)]
    [InlineData(UgcLabErrorKind.NotTheService)]
    [InlineData(UgcLabErrorKind.ProtocolError)]
    public void A_purchase_is_repeated_after_nothing_but_proof(UgcLabErrorKind kind) =>
        Assert.Null(Policy.DelayAfter(new FailedAttempt(1, Charges: true, kind, null, TimeSpan.FromSeconds(1), TimeSpan.Zero), 0.5));

    [Theory]
    [InlineData(1, 0.5, 500)]
    [InlineData(2, 0.5, 1000)]
    [InlineData(3, 1.0, 4000)]
    [InlineData(4, 0.0, 0)]
    public void A_read_is_repeated_with_full_jitter(int attempt, double chance, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Policy.DelayAfter(new FailedAttempt(attempt, false, UgcLabErrorKind.ServerError, null, null, TimeSpan.Zero), chance));

    [Fact]
    public void A_read_is_given_up_after_its_repeats() =>
        Assert.Null(Policy.DelayAfter(new FailedAttempt(5, false, UgcLabErrorKind.NetworkError, null, null, TimeSpan.Zero), 0.5));

    [Theory]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public void A_purchase_that_never_left_is_tried_until_its_timeout(int minutes, bool again) =>
        Assert.Equal(again, Policy.DelayAfter(new FailedAttempt(40, true, UgcLabErrorKind.NetworkError, null, null, TimeSpan.FromMinutes(minutes)), 0.5) is not null);

    [Fact]
    public void No_wait_is_negative_or_over_sixty_five_minutes()
    {
        Random random = new(7);
        for (int i = 0; i < 100_000; i++)
        {
            FailedAttempt failed = new(
                random.Next(1, 100),
                random.Next(2) == 0,
                random.Next(2) == 0 ? UgcLabErrorKind.RateLimited : UgcLabErrorKind.NetworkError,
                random.Next(3) switch { 0 => "IP_RATE_LIMITED", 1 => "RATE_LIMIT_EXCEEDED", _ => null },
                random.Next(2) == 0 ? null : TimeSpan.FromSeconds(random.NextDouble() * Math.Pow(10, random.Next(12))),
                TimeSpan.FromMinutes(random.Next(40)));

            Assert.InRange(Policy.DelayAfter(failed, random.NextDouble()) ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMinutes(65));
        }
    }
}
