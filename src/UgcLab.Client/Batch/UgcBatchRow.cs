using System.Collections.ObjectModel;
using UgcLab.Store;

namespace UgcLab;

/// <summary>A row of a batch, with what became of it.</summary>
public sealed record UgcBatchRow
{
    /// <summary>The batch.</summary>
    public required string Batch { get; init; }

    /// <summary>Its number in the input that it was first read from.</summary>
    public int? RowNumber { get; init; }

    /// <summary>The row's own identity, where the sheet gives one.</summary>
    public string? RowId { get; init; }

    /// <summary>The user's own label.</summary>
    public string? Reference { get; init; }

    /// <summary>Where it stands.</summary>
    public UgcRowState State { get; init; }

    /// <summary>What it buys; null when it is nothing that this version knows.</summary>
    public UgcKind? Kind { get; init; }

    /// <summary>The model asked for.</summary>
    public string? Model { get; init; }

    /// <summary>The length asked for, in seconds.</summary>
    public string? Duration { get; init; }

    /// <summary>How many takes were asked for.</summary>
    public int Variants { get; init; } = 1;

    /// <summary>Its jobs, as they were last seen; those of every time it was bought.</summary>
    public IReadOnlyList<UgcJob> Jobs { get; init; } = [];

    /// <summary>Credits taken for it.</summary>
    public decimal? CreditsCharged => Jobs.Count == 0 ? null : Jobs.Sum(job => job.CreditsCharged ?? 0);

    /// <summary>Credits given back.</summary>
    public decimal? CreditsRefunded => Jobs.Count == 0 ? null : Jobs.Sum(job => job.CreditsRefunded ?? 0);

    /// <summary>Credits taken less credits given back.</summary>
    public decimal? NetCredits => CreditsCharged - CreditsRefunded;

    /// <summary>When it was last sent.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Why it was refused, or is in doubt.</summary>
    public string? Message { get; init; }

    /// <summary>What an answer that could not be understood said.</summary>
    public string? Evidence { get; init; }

    /// <summary>What the account's balance and the project's count say about a row in doubt. They prove nothing: other people buy too.</summary>
    public IReadOnlyList<string> Witnesses { get; init; } = [];

    /// <summary>The service's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The text.</summary>
    public string? Prompt { get; init; }

    /// <summary>The project.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The record's id of its last purchase; null when it was never sent.</summary>
    public string? PurchaseId { get; init; }

    /// <summary>Whether the service took it twice for one order.</summary>
    public bool IsBoughtTwice { get; init; }

    /// <summary>The row's cells.</summary>
    public IReadOnlyDictionary<string, string> Cells { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    internal string Key { get; init; } = "";

    /// <summary>The batch and the row.</summary>
    public override string ToString() => $"{Batch}, row {RowNumber}";

    internal static UgcBatchRow Of(string batch, BatchRowRecord row)
    {
        // What a row sends is read as a purchase of it would be.
        UgcHistoryEntry planned = History.Entry(new PurchaseRecord { Id = "", State = UgcPurchaseState.NotSent, Request = row.Request, Began = default });
        UgcHistoryEntry[] purchases = [.. row.Purchases.Select(History.Entry)];
        UgcHistoryEntry? last = purchases.LastOrDefault();
        return new UgcBatchRow
        {
            Batch = batch,
            Key = row.State.Key,
            RowNumber = planned.RowNumber,
            RowId = planned.RowId,
            Reference = planned.Reference,
            State = row.State.State,
            Kind = planned.Kind,
            Model = planned.Model,
            Duration = planned.Duration,
            Variants = planned.Variants,
            Prompt = planned.Prompt,
            ProjectId = planned.ProjectId,
            Cells = planned.Cells,
            Jobs = new Listed<UgcJob>(purchases.SelectMany(purchase => purchase.Jobs)),
            SentAt = last?.Time,
            Message = last?.Message,
            Evidence = last?.Evidence,
            RequestId = last?.RequestId,
            PurchaseId = row.State.Purchase,
            IsBoughtTwice = row.State.IsDoubled,
        };
    }
}
