namespace UgcLab.Client.Tests.Purchasing;

public sealed class SendingTimeTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(20, 0)]
    [InlineData(21, 1)]
    [InlineData(100, 4)]
    [InlineData(101, 60)]
    [InlineData(121, 61)]
    [InlineData(250, 122)]
    public void The_minute_spreads_the_first_hundred_and_the_hour_the_rest(int requests, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), SendingTime.Of(requests, new UgcLimits(), []));

    [Theory]
    [InlineData(0, 0, 5000, 0)]
    [InlineData(10, 0, 30, 2)]
    [InlineData(0, 10, 30, 120)]
    public void A_limit_of_none_takes_no_time(int minute, int hour, int requests, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), SendingTime.Of(requests, new UgcLimits(minute, hour, 0), []));

    [Fact]
    public void What_the_last_hour_used_is_waited_for()
    {
        TimeSpan[] used = [.. Enumerable.Repeat(TimeSpan.FromMinutes(40), 99)];

        Assert.Equal(TimeSpan.Zero, SendingTime.Of(1, new UgcLimits(), used));
        Assert.Equal(TimeSpan.FromMinutes(20), SendingTime.Of(2, new UgcLimits(), used));
    }
}
