namespace UgcLab.Client.Tests.Jobs;

public sealed class WebhookDebouncerTests
{
    private static readonly DateTimeOffset Began = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private readonly WebhookDebouncer _debouncer = new();

    [Fact]
    public void A_job_that_no_webhook_names_is_left_to_the_plan()
    {
        _debouncer.Begin();

        Assert.Null(_debouncer.Looked(isNew: true, Began));
        Assert.Null(_debouncer.Looked(isNew: false, Began));
    }

    [Fact]
    public void The_first_webhook_calls_for_a_look_at_once() => Assert.Equal(Began, _debouncer.Signal(Began));

    [Fact]
    public void A_look_in_vain_is_followed_by_three_and_no_more()
    {
        _debouncer.Signal(Began);

        Assert.Equal([10, 20, 40, null], Looks(isNew: false, 4));
        Assert.Equal([null], Looks(isNew: false, 1));
    }

    [Fact]
    public void A_look_that_brings_something_new_is_followed_by_one()
    {
        _debouncer.Signal(Began);

        Assert.Equal([10, 10], Looks(isNew: true, 2));
    }

    [Fact]
    public void A_webhook_that_comes_during_a_look_is_not_taken_for_answered()
    {
        _debouncer.Signal(Began);
        _debouncer.Begin();
        _debouncer.Signal(Began);
        _debouncer.Looked(isNew: false, Began);

        Assert.True(_debouncer.IsSignaled);
        _debouncer.Begin();
        Assert.False(_debouncer.IsSignaled);
    }

    [Fact]
    public void However_often_a_job_is_named_it_is_looked_at_once_a_minute()
    {
        DateTimeOffset now = Began;
        int looks = 0;
        while (now < Began.AddHours(1))
        {
            now = _debouncer.Signal(now);
            _debouncer.Begin();
            _debouncer.Looked(isNew: false, now);
            looks++;
        }

        Assert.InRange(looks, 60, 64);
    }

    private double?[] Looks(bool isNew, int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        _debouncer.Begin();
        return _debouncer.Looked(isNew, Began)?.TotalSeconds;
    })];
}
