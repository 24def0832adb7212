namespace UgcLab.Batches;

/// <summary>Compares what a plan costs by known prices with the spending limits, before anything is sent.</summary>
internal static class PlanLimits
{
    // Why a plan can't be carried out to its end; null if it can, as far as prices are known.
    public static UgcLabException? Check(BatchPlan plan, decimal? maxCredit, decimal? keepCredit, UgcLimit? day, bool allowUnknownPrice)
    {
        UgcEstimate estimate = plan.Estimate;
        (decimal allowed, string limit) = Tightest(estimate.Balance, maxCredit, keepCredit, day);
        return plan.ToSend == 0 ? null
            : estimate.KnownCredits > allowed ? TooMuch(plan, allowed, limit)
            : day?.MaxCreditPerDay is not null && estimate.UnknownRequests > 0 && !allowUnknownPrice
                ? Refused($"Under a daily limit, requests whose price isn't known aren't sent: {Format.Some(estimate.UnknownKinds)}.",
                    "Specify -Force to send them as well, or -AllowPartial to send the rows before them.")
            : null;
    }

    // Why several plans that share the limits can't be carried out to their end; null if they can, by known prices.
    public static UgcLabException? CheckAll(IReadOnlyList<UgcEstimate> estimates, decimal? maxCredit, decimal? keepCredit, UgcLimit day)
    {
        decimal cost = estimates.Sum(estimate => estimate.KnownCredits);
        (decimal allowed, string limit) = Tightest(estimates.Select(estimate => estimate.Balance).Min(), maxCredit, keepCredit, day);
        return cost <= allowed ? null : Refused(
            $"The rows of {Format.Count(estimates.Count, "file")} cost {Amount(cost)} credits by known prices, and {limit}.",
            "Raise the limit, run the files one at a time, or specify -AllowPartial to create rows until the limit is reached.");
    }

    private static (decimal Allowed, string Limit) Tightest(decimal? balance, decimal? maxCredit, decimal? keepCredit, UgcLimit? day)
    {
        decimal? leftToday = day?.MaxCreditPerDay - (day?.SpentToday ?? 0);
        decimal? overBalance = balance - keepCredit;
        (decimal Allowed, string Limit)[] limits =
        [
            (maxCredit ?? decimal.MaxValue, $"-MaxCredit allows {Amount(maxCredit)}"),
            (leftToday ?? decimal.MaxValue, $"the limit of {Amount(day?.MaxCreditPerDay)} credits a day leaves {Amount(leftToday)}"),
            (overBalance ?? decimal.MaxValue, $"-KeepCredit {Amount(keepCredit)} allows {Amount(overBalance)}, "
                + $"because the balance was {Amount(balance)} when the service last reported it"),
        ];
        return limits.MinBy(each => each.Allowed);
    }

    private static UgcLabException TooMuch(BatchPlan plan, decimal allowed, string limit)
    {
        (int rows, int first) = Fitting(plan, allowed);
        string option = $"-First {first}";
        string more = plan.Estimate.UnknownRequests > 0 ? ", and more at prices that aren't known yet" : "";
        string fitting = rows == 0 ? "Not even the first row fits."
            : $"The first {Format.Count(rows, "row")} to send {(rows == 1 ? "fits" : "fit")}: {option}.";
        return Refused(
            $"These rows cost {Amount(plan.Estimate.KnownCredits)} credits by known prices{more}, and {limit}. {fitting}",
            $"Raise the limit{(rows == 0 ? "" : $", specify {option}")}, or specify -AllowPartial "
                + "to create rows until the limit is reached.");
    }

    // How many rows can be sent for so many credits, and how many rows of the input these are the first of.
    private static (int Rows, int First) Fitting(BatchPlan plan, decimal credits)
    {
        int rows = 0;
        foreach ((int position, decimal cost) in plan.Costs)
        {
            credits -= cost;
            if (credits < 0)
            {
                return (rows, position - 1);
            }

            rows++;
        }

        return (rows, plan.Rows);
    }

    private static UgcLabException Refused(string message, string advice) =>
        new(UgcLabErrorKind.SpendingLimit, message, advice);

    private static string Amount(decimal? credits) => Format.Amount(Math.Max(0, credits ?? 0));
}
