namespace UgcLab.Batches;

/// <summary>Compares what a plan costs by known prices with the spending limits, before anything is sent.</summary>
internal static class PlanLimits
{
    /// <summary>Why a plan can't be carried out to its end; null if it can, as far as prices are known.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="maxCredit">Credits that the run may spend.</param>
    /// <param name="keepCredit">Credits that must remain in the workspace.</param>
    /// <param name="day">The daily limit and what it leaves; null to leave it out.</param>
    /// <param name="allowUnknownPrice">Whether requests are sent under a daily limit although their price isn't known.</param>
    public static UgcLabException? Check(BatchPlan plan, decimal? maxCredit, decimal? keepCredit, UgcLimit? day, bool allowUnknownPrice)
    {
        decimal cost = plan.Estimate.KnownCredits;
        decimal? leftToday = day?.MaxCreditPerDay - (day?.SpentToday ?? 0);
        UgcEstimate estimate = plan.Estimate;
        decimal? overBalance = estimate.Balance - keepCredit;
        (decimal Allowed, string Limit)[] limits =
        [
            (maxCredit ?? decimal.MaxValue, $"-MaxCredit allows {Amount(maxCredit)}"),
            (leftToday ?? decimal.MaxValue, $"the limit of {Amount(day?.MaxCreditPerDay)} credits a day leaves {Amount(leftToday)}"),
            (overBalance ?? decimal.MaxValue, $"-KeepCredit {Amount(keepCredit)} allows {Amount(overBalance)}, "
                + $"because the balance was {Amount(estimate.Balance)} when the service last reported it"),
        ];
        (decimal allowed, string limit) = limits.MinBy(each => each.Allowed);
        return plan.ToSend == 0 ? null
            : cost > allowed ? TooMuch(plan, allowed, limit)
            : day?.MaxCreditPerDay is not null && plan.Estimate.UnknownRequests > 0 && !allowUnknownPrice
                ? Refused($"Under a daily limit, requests whose price isn't known aren't sent: {Format.Some(estimate.UnknownKinds)}.",
                    "Specify -Force to send them as well, or -AllowPartial to send the rows before them.")
            : null;
    }

    private static UgcLabException TooMuch(BatchPlan plan, decimal allowed, string limit)
    {
        (int rows, int first) = Fitting(plan, allowed);
        string option = string.Create(CultureInfo.InvariantCulture, $"-First {first}");
        string more = plan.Estimate.UnknownRequests > 0 ? " and more that aren't known yet" : "";
        string fitting = rows == 0 ? "Not even the first row fits."
            : $"The first {Format.Count(rows, "row")} to send {(rows == 1 ? "fits" : "fit")}: {option}.";
        return Refused(
            $"These rows cost {Amount(plan.Estimate.KnownCredits)} credits{more} by known prices, and {limit}. {fitting}",
            $"Raise the limit{(rows == 0 ? "" : $", specify {option}")}, or specify -AllowPartial to create rows until the limit is "
                + "reached.");
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
        new(UgcLabErrorKind.SpendingLimit, message) { Advice = advice };

    private static string Amount(decimal? credits) => Format.Amount(Math.Max(0, credits ?? 0));
}
