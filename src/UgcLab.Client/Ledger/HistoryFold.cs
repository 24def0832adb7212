using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using UgcLab.Jobs;
using UgcLab.Json;

namespace UgcLab.Ledger;

/// <summary>Folds the lines of journals, in their order, into purchases and jobs.</summary>
internal sealed class HistoryFold
{
    private readonly Dictionary<string, UgcHistoryEntry> _entries = [];
    private readonly Dictionary<string, (string Purchase, UgcJob Job)> _jobs = [];
    private string? _file;
    private bool _writerIsThere;

    public void Begin(string file) => (_file, _writerIsThere) = (file, false);

    public void Add(JsonElement line)
    {
        string? happened = line.Text("event");
        if (happened is "Run")
        {
            _writerIsThere = line.Text("host") == Environment.MachineName && line.Whole("pid") is int pid && IsAlive(pid, line.Time("at"));
        }
        else if (happened is "Job")
        {
            Seen(line);
        }
        else if (happened is "Saved")
        {
            Saved(line);
        }
        else if (line.Text("purchase") is string purchase)
        {
            _entries[purchase] = Next(happened, purchase, line);
        }
    }

    public IReadOnlyList<UgcHistoryEntry> Entries()
    {
        ILookup<string, UgcJob> jobs = _jobs.Values.ToLookup(known => known.Purchase, known => known.Job);
        return [.. _entries.Values.Select(entry => entry with { Jobs = [.. jobs[entry.PurchaseId].OrderBy(job => job.VariantIndex)] }).OrderBy(entry => entry.Time)];
    }

    private UgcHistoryEntry Next(string? happened, string purchase, JsonElement line)
    {
        UgcHistoryEntry entry = _entries.GetValueOrDefault(purchase) ?? First(purchase, line);
        string? message = line.Text("message");
        switch (happened)
        {
            // Sent, and nothing after it: still under way while its process lives, in doubt once that is gone.
            case "Sending": return _writerIsThere
                ? entry with { State = UgcPurchaseState.Sending, Message = null }
                : entry with { State = UgcPurchaseState.Unknown, Message = "The process ended before an answer was written down." };
            case "NotApplied": return entry with { State = UgcPurchaseState.NotSent, Message = message };
            case "NotSent": return entry with { State = UgcPurchaseState.NotSent, Message = message };
            case "Refused": return entry with { State = UgcPurchaseState.Refused, Message = message, RequestId = line.Text("requestId") };
            case "Unknown": return entry with { State = UgcPurchaseState.Unknown, Message = message, RequestId = line.Text("requestId") };
            case "Accepted":
                UgcHistoryEntry accepted = entry with
                {
                    State = UgcPurchaseState.Accepted,
                    CreditsCharged = line.Amount("totalCreditsCharged"),
                    RemainingCredits = line.Amount("remainingCredits"),
                    RequestId = line.Text("requestId"),
                    Message = line.Text("oddities"),
                };
                foreach (JsonElement job in line.Items("jobs"))
                {
                    Bought(accepted, job);
                }

                return accepted;

            default: return entry;
        }
    }

    private UgcHistoryEntry First(string purchase, JsonElement line)
    {
        JsonElement request = line.Member("request");
        return new UgcHistoryEntry
        {
            PurchaseId = purchase,
            Time = line.Time("at") ?? default,
            RunFile = _file,
            Endpoint = line.Text("endpoint"),
            HasMore = line.Flag("more") is true,
            Model = request.Text("model"),
            Duration = request.Text("duration"),
            AspectRatio = request.Text("aspectRatio"),
            Tier = request.Text("tier"),
            Variants = request.Whole("variants") ?? 1,
            Prompt = request.Text("prompt"),
            ImageUrl = request.Text("imageUrl"),
            ProjectId = request.Text("projectId"),
            Reference = line.Text("reference"),
            RowNumber = line.Whole("row"),
            Cells = line.Texts("cells"),
        };
    }

    private void Bought(UgcHistoryEntry entry, JsonElement line)
    {
        if (line.Text("ugcId") is not string id)
        {
            return;
        }

        _jobs[id] = (entry.PurchaseId, new UgcJob
        {
            UgcId = id,
            VariantIndex = line.Whole("variantIndex") ?? 0,
            VariantCount = entry.Variants,
            CreditsCharged = line.Amount("creditsCharged"),
            CreatedAt = line.Time("createdAt"),
            TotalCreditsCharged = entry.CreditsCharged,
            RemainingCredits = entry.RemainingCredits,
            Model = entry.Model,
            Duration = entry.Duration,
            AspectRatio = entry.AspectRatio,
            Tier = entry.Tier,
            Prompt = entry.Prompt,
            ImageUrl = entry.ImageUrl,
            ProjectId = entry.ProjectId,
            Reference = entry.Reference,
            RowNumber = entry.RowNumber,
            InputRow = entry.Cells.Count > 0 ? entry.Cells : null,
            RequestId = entry.RequestId,
            PurchaseId = entry.PurchaseId,
        });
    }

    private void Seen(JsonElement line)
    {
        if (line.Text("ugcId") is string id && _jobs.TryGetValue(id, out (string Purchase, UgcJob Job) known) && line.Text("status") is string status)
        {
            _jobs[id] = (known.Purchase, known.Job with
            {
                Status = JobAnswer.Status(status),
                StatusText = status,
                Progress = JobAnswer.Status(status) is UgcJobStatus.Completed ? 100 : known.Job.Progress,
                CreditsCharged = line.Amount("creditsCharged") ?? known.Job.CreditsCharged,
                CreditsRefunded = line.Amount("creditsRefunded") ?? known.Job.CreditsRefunded,
                CreatedAt = line.Time("createdAt") ?? known.Job.CreatedAt,
                UpdatedAt = line.Time("updatedAt") ?? known.Job.UpdatedAt,
                ErrorMessage = line.Text("error") ?? known.Job.ErrorMessage,
            });
        }
    }

    private void Saved(JsonElement line)
    {
        if (line.Text("ugcId") is string id && _jobs.TryGetValue(id, out (string Purchase, UgcJob Job) known))
        {
            _jobs[id] = (known.Purchase, known.Job with { SavedPath = line.Text("path") });
        }
    }

    private static bool IsAlive(int pid, DateTimeOffset? began)
    {
        try
        {
            // A number is given out again: a process that began after the file is another.
            using Process process = Process.GetProcessById(pid);
            return pid == Environment.ProcessId || began is null || process.StartTime.ToUniversalTime() <= began.Value.UtcDateTime.AddSeconds(2);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return false;
        }
    }
}
