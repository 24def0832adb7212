using UgcLab.Creations;

namespace UgcLab.Ledger;

/// <summary>Writes down the purchases of one row of a batch, and lets none go out that must not.</summary>
internal sealed class RowBook(BatchLedger ledger, RowKey key, int round) : IPurchaseBook
{
    public string Batch => ledger.Folder.Name;

    public void Sending(string purchase, int attempt, Order order, byte[] body) => ledger.Change((index, file) =>
    {
        if (index.Find(key) is RowEntry row && !row.CanSend(round))
        {
            throw new UgcLabException(UgcLabErrorKind.AlreadyBought, $"This row of batch {Batch} is {row.State.ToString().ToLowerInvariant()} already.");
        }

        file.Intent(LedgerLine.Sending(purchase, attempt, order, body, key, round));
        index.Sending(key, purchase, round);
    });

    public void NotApplied(string purchase, int attempt, UgcLabException reason) =>
        Outcome(LedgerLine.Failed("NotApplied", purchase, attempt, reason, key), index => index.NotSent(key));

    public void Accepted(string purchase, Receipt receipt) => Outcome(
        LedgerLine.Accepted(purchase, receipt, key),
        index => index.Accepted(key, receipt.Jobs.Select(job => new JobEntry(job.UgcId) { Charged = job.CreditsCharged })));

    public void Ended(string purchase, string state, UgcLabException reason) => Outcome(LedgerLine.Failed(state, purchase, null, reason, key), state switch
    {
        "Unknown" => index => index.InDoubt(key),
        "Refused" => index => index.Refused(key, reason.Kind.ToString()),
        _ => index => index.NotSent(key),
    });

    private void Outcome(LedgerLine line, Action<BatchIndex> happened) => ledger.Outcome(line, happened);
}
