using System.Management.Automation;
using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Batches;

public sealed class ProgressTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Service _service = new();
    private readonly ManualResetEventSlim _isSeen = new();
    private int _files;

    public void Dispose()
    {
        _isSeen.Set();
        _service.Dispose();
        _folder.Dispose();
        _isSeen.Dispose();
    }

    [Fact]
    public void A_batch_has_a_second_bar_below_its_own_while_a_file_is_downloaded()
    {
        // Half of the file comes, and the rest only after the bar is seen.
        _service.Instead = request =>
        {
            bool isFile = request.Path.StartsWith("/files/", StringComparison.Ordinal);
            if (isFile && Interlocked.Increment(ref _files) == 1)
            {
                return new Reply { Headers = [("Content-Type", "video/mp4")], Body = Service.Video, CutBodyAt = Service.Video.Length / 2 };
            }

            Assert.True(!isFile || _isSeen.Wait(Shell.Deadline));
            return null;
        };
        using Shell shell = new();
        shell.Connect(_service).Set("videos", _folder.Path);

        using Running running = shell.Start($"row 'A row that is saved' | Invoke-UgcBatch -Name {"p" + Guid.NewGuid().ToString("N")} -Destination $videos -Force");
        Assert.True(SpinWait.SpinUntil(() => running.Bars.Any(bar => bar.Activity == "Saving videos"), Shell.Deadline));
        _isSeen.Set();
        running.End().Clean();

        ProgressRecord batch = running.Bars.First(bar => bar.Activity.StartsWith("Batch p", StringComparison.Ordinal));
        ProgressRecord[] downloads = [.. running.Bars.Where(bar => bar.Activity == "Saving videos")];
        Assert.All(downloads, bar => Assert.Equal(batch.ActivityId, bar.ParentActivityId));
        Assert.Equal("1 file, 0.0 of 0.0 MB", downloads[0].StatusDescription);
        Assert.InRange(downloads[0].PercentComplete, 1, 99);
        Assert.Equal(ProgressRecordType.Completed, downloads[^1].RecordType);
        Assert.Equal(ProgressRecordType.Completed, running.Bars.Last(bar => bar.ActivityId == batch.ActivityId).RecordType);
        Assert.Equal(Service.Video, File.ReadAllBytes(Assert.Single(_folder.Files.Where(file => file.EndsWith(".mp4", StringComparison.Ordinal)).Select(file => Path.Combine(_folder, file)))));
    }
}
