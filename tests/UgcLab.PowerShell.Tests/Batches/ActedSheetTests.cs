using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Batches;

/// <summary>Sheets of actors: CSV and JSON lines, tested, measured, bought, saved and told of.</summary>
public sealed class ActedSheetTests : IDisposable
{
    private const string Head = "Reference,Script,Actions,Duration,ActorId\n";

    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void A_sheet_of_talking_actors_becomes_a_folder_and_names_who_is_seen()
    {
        using Shell shell = _rehearsal.Open();
        (string sarah, string ben) = Actors(shell);
        _rehearsal.Sheet($"{Head}tea,\"Hi there, this is about tea\",Smiles and leans in,15s,{sarah};{ben}\nmug,\"Hi there, this is about mugs\",Smiles and leans in,10s,{ben}\n");
        shell.Host.Answer("Yes");

        RunResult result = RunResult.Of(shell.Run("Invoke-UgcBatch $sheet -Kind TalkingActor -Destination $videos -FileName '{Reference}-{ActorName}'").Clean());

        Assert.Contains("Create 3 videos with 2 requests for 213 credits?", Assert.Single(shell.Host.Questions), StringComparison.Ordinal);
        Assert.Equal((0, 2, 3, 213m), (result.ExitCode, result.Created, result.VideosSaved, result.CreditsCharged));
        Assert.Equal(["mug-Ben.mp4", "tea-Ben.mp4", "tea-Sarah.mp4"], _rehearsal.Files);
        Assert.Equal(["Ben", "Ben", "Sarah"], Seen(shell, "$videos/results.csv"));
        Assert.Equal(["Ben", "Ben", "Sarah"], shell.Run("(Get-UgcHistory).Jobs.ActorName").Clean().Texts.Order());
        Assert.Equal(["Ben", "Ben", "Sarah"], Seen(shell, "$((Export-UgcReport ads -Destination $root/again)[0].FullName)"));
    }

    [Fact]
    public void Run_again_it_pays_for_nothing_twice_whatever_the_order_of_its_columns()
    {
        using Shell shell = _rehearsal.Open();
        (string sarah, string _) = Actors(shell);
        _rehearsal.Sheet($"{Head}tea,\"Hi there, this is about tea\",Smiles and leans in,15s,{sarah}\n");
        shell.Run("Invoke-UgcBatch $sheet -Kind TalkingActor -Destination $videos -Force").Clean();
        _rehearsal.Sheet($"ActorId,Duration,Actions,Script,Reference\n{sarah},15s,Smiles and leans in,\"Hi there, this is about tea\",tea\n");

        RunResult result = RunResult.Of(shell.Run("Invoke-UgcBatch $sheet -Kind TalkingActor -Destination $videos").Clean());

        Assert.Equal((0, 0, 1), (result.ExitCode, result.Created, result.Saved));
        Assert.Equal(1, _rehearsal.Arrived.Orders);
        Assert.Equal([sarah], shell.Run($"(@{{ Script = 'Hi there, this is about tea'; Actions = 'Smiles and leans in'; Duration = '15s'; ActorId = '{sarah}' }} | New-UgcTalkingActor -Batch ads).ActorId").Clean().Texts);
        Assert.Equal(1, _rehearsal.Arrived.Orders);
    }

    [Fact]
    public void Typed_settings_of_the_kind_serve_all_rows()
    {
        using Shell shell = _rehearsal.Open();
        (string sarah, string _) = Actors(shell);
        _rehearsal.Sheet("Script\n\"Hi there, this is about tea\"\n\"Hi there, this is about mugs\"\n");

        RunResult result = RunResult.Of(shell.Run($"Invoke-UgcBatch $sheet -Kind TalkingActor -Actions 'Smiles and leans in' -ActorId {sarah} -Duration 10s -Tier pro -RefineScript $false -Destination $videos -Force").Clean());

        Assert.Equal((2, 176m), (result.Created, result.CreditsCharged));
    }

    [Theory]
    [InlineData("CustomActor", """{""characterDescription"":""A man"",""environment"":""Kitchen""}""", 1)]
    [InlineData("CustomActors", """[{""a"":1},{""b"":2}]""", 2)]
    public void A_described_actor_stands_in_a_cell_of_CSV_as_JSON(string column, string cell, int videos)
    {
        using Shell shell = _rehearsal.Sheet($"Script,Actions,Duration,{column}\n\"Hi there, this is about tea\",Smiles and leans in,10s,\"{cell}\"\n").Open();

        RunResult result = RunResult.Of(shell.Run("Invoke-UgcBatch $sheet -Kind TalkingActor -Destination $videos -Force").Clean());

        Assert.Equal(videos, result.VideosSaved);
        Assert.Equal(Enumerable.Repeat("(described)", videos), Seen(shell, "$videos/results.csv"));
    }

    [Fact]
    public void JSON_lines_hold_real_lists_and_objects()
    {
        using Shell shell = _rehearsal.Open();
        (string sarah, string ben) = Actors(shell);
        _rehearsal.Sheet(
            $$$"""
            {"Script":"Hi there, this is about tea","Actions":"Smiles and leans in","Duration":"10s","ActorId":["{{{sarah}}}","{{{ben}}}"]}
            {"Script":"Hi there, this is about mugs","Actions":"Smiles and leans in","Duration":"10s","CustomActor":{"characterDescription":"A man","environment":"Kitchen"}}
            {"Script":"Hi there, this is a story","Actions":"Smiles and leans in","Duration":"25s","RefineScript":false,"CustomActors":[{"a":1},{"b":[2]}],"StoryboardScenes":[{"t":1},{"t":2}]}
            """, "ads.jsonl");

        Outcome tests = shell.Run("[UgcLab.Sheet]::Read(\"$root/ads.jsonl\") | Test-UgcVideo -Kind TalkingActor").Clean();
        RunResult result = RunResult.Of(shell.Run("Invoke-UgcBatch \"$root/ads.jsonl\" -Kind TalkingActor -Destination $videos -Force").Clean());

        Assert.Equal(["2", "1", "2"], tests.Values("Videos"));
        Assert.Equal((3, 5, (2 * 63m) + 63 + (2 * 113)), (result.Created, result.VideosSaved, result.CreditsCharged));
    }

    [Fact]
    public void An_object_where_one_value_is_expected_stays_a_fault()
    {
        using Shell shell = _rehearsal.Sheet(
            """
            {"Script":["Hi there, this is about tea"],"Actions":"Smiles and leans in","Duration":"10s","ActorId":"a1","Note":{"x":1}}
            {"Prompt":"A paper boat sails down the street","Model":"veo-3.1","ActorId":["a1"]}
            """, "ads.jsonl").Open();

        Outcome outcome = shell.Run("""
            $rows = @([UgcLab.Sheet]::Read("$root/ads.jsonl"))
            $rows[0] | Test-UgcVideo -Kind TalkingActor | ForEach-Object { $_.Faults.Code -join ' ' }
            $rows[1] | Test-UgcVideo | ForEach-Object { $_.Faults.Code -join ' ' }
            """).Clean();

        Assert.Equal(2, outcome.Texts.Count);
        Assert.Contains("CellInvalid CellInvalid", outcome.Texts[0], StringComparison.Ordinal);
        Assert.Equal("CellInvalid", outcome.Texts[1]);
    }

    [Fact]
    public void A_value_that_cannot_be_sent_spoils_its_row_and_not_the_run()
    {
        using Shell shell = _rehearsal.Open();

        Outcome outcome = shell.Run("""
            $row = @{ Script = 'Hi there, this is about tea'; Actions = 'Smiles and leans in'; Duration = '10s'; ActorId = 'a1'; CustomActor = @{ who = [guid]::Empty } }
            $odd = [pscustomobject]@{ Script = 'Hi there, this is about tea' }
            $odd.psobject.Properties.Add([psscriptproperty]::new('ActorId', { throw 'no' }))
            $row, $odd, @{ Script = 'Hi there, this is about tea'; ActorId = 'a1' } | Test-UgcVideo -Kind TalkingActor -Actions 'Smiles and leans in' -Duration 10s -WarningAction Ignore | ForEach-Object { $_.Faults.Code -join ' ' }
            """).Clean();

        Assert.Equal(["CellInvalid", "CellUnreadable", ""], outcome.Texts);
    }

    [Theory]
    [InlineData("-Kind TalkingActor -Model veo-3.1", "-Model isn't a setting of TalkingActor")]
    [InlineData("-Kind TalkingActor -ImageUrl https://example.com/a.jpg", "-ImageUrl isn't a setting of TalkingActor")]
    [InlineData("-Kind MotionVideo -Tier pro", "-Tier isn't a setting of MotionVideo")]
    [InlineData("-Kind Image -ImageUrl https://example.com/a.jpg", "-ImageUrl isn't a setting of Image")]
    public void A_setting_of_another_kind_is_refused_in_words(string arguments, string says)
    {
        using Shell shell = _rehearsal.Sheet(1).Open();

        foreach (string command in new[] { "Invoke-UgcBatch $sheet -Force", "[UgcLab.Sheet]::Read($sheet) | Test-UgcVideo", "[UgcLab.Sheet]::Read($sheet) | Measure-UgcVideo" })
        {
            Outcome outcome = shell.Run($"{command} {arguments}");

            Assert.Equal(["UgcArgumentInvalid"], outcome.ErrorIds);
            Assert.Contains(says, outcome.AllErrors[0].ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(0, _rehearsal.Arrived.Any);
    }

    [Theory]
    [InlineData("TalkingActor", "@{ Script = 'Hi there, this is about tea'; Actions = 'Smiles and leans in'; ActorId = 'a;b'; Duration = '25s'; Variants = 2 }", 452)]
    [InlineData("ProductVideo", "@{ Script = 'Hi there, this is about tea'; Actions = 'Smiles and leans in'; ActorId = 'a'; Duration = '10s'; Quality = 'pro'; Image = 'https://example.com/a.jpg' }", 88)]
    [InlineData("MotionVideo", "@{ ActorId = 'a;b'; VideoDuration = '15.0'; Quality = 'std'; ReferenceVideo = 'https://example.com/a.mp4' }", 180)]
    [InlineData("MotionVideo", "@{ ActorId = 'a'; Seconds = 15; ReferenceVideoUrl = 'https://example.com/a.mp4'; Variants = '3' }", 450)]
    public void Rows_are_measured_by_the_documented_price(string kind, string row, int credits)
    {
        using Shell shell = _rehearsal.Open();

        Outcome outcome = shell.Run($"{row} | Measure-UgcVideo -Kind {kind}").Clean();

        Assert.Equal([$"{credits}"], outcome.Values("Credits"));
        Assert.Equal(0, _rehearsal.Arrived.Any);
    }

    [Fact]
    public void Typed_only_a_kind_is_tested_and_measured_too()
    {
        using Shell shell = _rehearsal.Open();

        Assert.Equal(["True"], shell.Run("Test-UgcVideo -Kind TalkingActor -Script 'Hi there, this is about tea' -Actions 'Smiles and leans in' -ActorId a -Duration 10s").Clean().Values("IsValid"));
        Assert.Equal(["90"], shell.Run("Measure-UgcVideo 'Dances' -Kind MotionVideo -ReferenceVideoUrl https://example.com/a.mp4 -Duration 15 -Quality std -ActorId a").Clean().Values("Credits"));
        Outcome misplaced = shell.Run("Test-UgcVideo 'Hi there, this is about tea' -Kind TalkingActor -Actions 'Smiles and leans in' -ActorId a -Duration 10s");
        Assert.Equal(["UgcArgumentInvalid"], misplaced.ErrorIds);
        Assert.Contains("-Script", misplaced.AllErrors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bound_stops_a_sheet_by_the_documented_price_and_what_was_charged_wins_after()
    {
        using Shell shell = _rehearsal.Open();
        (string sarah, string _) = Actors(shell);
        _rehearsal.Sheet(Head + string.Concat(Enumerable.Range(1, 4).Select(n => $"r{n},\"Hi there, this is number {n}\",Smiles and leans in,15s,{sarah}\n")));

        Outcome outcome = shell.Run("Invoke-UgcBatch $sheet -Kind TalkingActor -Destination $videos -MaxCredit 160 -AllowPartial -Force");

        Assert.Contains("UgcSpendingLimit", outcome.ErrorIds);
        Assert.Equal((2, 150m), (RunResult.Of(outcome).Created, RunResult.Of(outcome).CreditsCharged));
        Assert.Contains("known from 2 earlier charges", shell.Run("[UgcLab.Sheet]::Read($sheet) | Measure-UgcVideo -Kind TalkingActor").Clean().Texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Motion_videos_of_a_sheet_are_created_with_the_actors_of_their_own_list()
    {
        using Shell shell = _rehearsal.Open();
        string emma = shell.Run("(Get-UgcActor -Workflow ugcl-1.0)[0].Id").Clean().Texts[0];
        _rehearsal.Sheet($"Reference,VideoDuration,ReferenceVideoUrl,ActorId,UserPrompt\ndance,15.0,https://example.com/dance.mp4,{emma},Keeps smiling\n");

        RunResult result = RunResult.Of(shell.Run("Invoke-UgcBatch $sheet -Kind MotionVideo -Quality std -Destination $videos -Force").Clean());

        Assert.Equal((1, 90m), (result.VideosSaved, result.CreditsCharged));
        Assert.Equal(["dance-motion-control-v0.mp4"], _rehearsal.Files);
    }

    [Fact]
    public void Products_of_a_sheet_are_created_from_their_pictures()
    {
        using Shell shell = _rehearsal.Open();
        (string sarah, string _) = Actors(shell);
        _rehearsal.Sheet($"Reference,Script,Actions,ProductImage\njar,\"Hi there, this is about jars\",Holds up the jar,https://example.com/jar.jpg\n");

        RunResult result = RunResult.Of(shell.Run($"Invoke-UgcBatch $sheet -Kind ProductVideo -ActorId {sarah} -Duration 15s -Destination $videos -Force").Clean());

        Assert.Equal((1, 75m), (result.VideosSaved, result.CreditsCharged));
    }

    [Fact]
    public void WhatIf_says_who_is_seen_and_what_it_would_cost()
    {
        using Shell shell = _rehearsal.Open();

        Outcome outcome = shell.Run("New-UgcTalkingActor 'Hi there, this is what I say' 'Smiles and leans in' -ActorId a1, b2 -CustomActor @{ characterDescription = 'A man'; environment = 'A kitchen' } -Duration 15s -Variants 2 -WhatIf").Clean();

        Assert.Contains(shell.Host.Lines, line => line.Contains("Create 6 videos", StringComparison.Ordinal) && line.Contains("actor a1, b2, an actor who is described", StringComparison.Ordinal));
        Assert.Contains("450 credits, known from the documentation of 20", outcome.Information[^1], StringComparison.Ordinal);
        Assert.Equal(0, _rehearsal.Arrived.Any);
    }

    [Theory]
    [InlineData(149, 1)]
    [InlineData(150, 2)]
    public void A_bound_holds_by_the_documented_price_from_the_first_purchase(int most, int bought)
    {
        using Shell shell = _rehearsal.Open();
        (string sarah, string _) = Actors(shell);

        Outcome stopped = shell.Run($"'Hi there, this is the first' | New-UgcTalkingActor -Actions 'Smiles and leans in' -ActorId {sarah} -Duration 15s -MaxCredit 74");
        Outcome outcome = shell.Run($"'Hi there, this is the first', 'Hi there, this is the second', 'Hi there, this is the third' | New-UgcTalkingActor -Actions 'Smiles and leans in' -ActorId {sarah} -Duration 15s -MaxCredit {most}");

        Assert.Equal(["UgcSpendingLimit"], stopped.ErrorIds);
        Assert.Contains("75 a video, from the documentation of", stopped.Caught?.ToString(), StringComparison.Ordinal);
        Assert.Equal(["UgcSpendingLimit"], outcome.ErrorIds);
        Assert.Equal(bought, outcome.Output.Count);
        Assert.Equal(bought, _rehearsal.Arrived.Orders);
    }

    [Fact]
    public void What_is_reported_is_stored_exactly_addresses_included()
    {
        const string Script = "Go to https://shop.example/tea?code=SPRING&sig=abc and get yours";
        using Shell shell = _rehearsal.Open();
        (string sarah, string _) = Actors(shell);

        Assert.Equal([Script], shell.Run($"$null = New-UgcTalkingActor '{Script}' 'Smiles and leans in' -ActorId {sarah} -Duration 10s; (Get-UgcHistory).Prompt").Clean().Texts);
        Assert.Equal([sarah], shell.Run("(Get-UgcHistory).ActorId").Clean().Texts);
    }

    [Fact]
    public void A_template_makes_scripts_of_the_columns()
    {
        using Shell shell = _rehearsal.Open();

        Outcome outcome = shell.Run("@{ Product = 'kettle' } | New-UgcTalkingActor -PromptTemplate 'Look at this {Product}, will you' -Actions 'Smiles and leans in' -ActorId a1 -Duration 10s -WhatIf").Clean();

        Assert.Contains(shell.Host.Lines, line => line.Contains("Look at this kettle, will you", StringComparison.Ordinal));
        Assert.Empty(outcome.Warnings);
    }

    // Who a sheet of results says is seen.
    private static IEnumerable<string> Seen(Shell shell, string sheet) =>
        shell.Run($"[UgcLab.Sheet]::Read(\"{sheet}\") | ForEach-Object {{ $_.Cells['UgcActor'] }}").Clean().Texts.Order();

    private static (string Sarah, string Ben) Actors(Shell shell)
    {
        IReadOnlyList<string> ids = shell.Run("(Get-UgcActor Sarah).Id; (Get-UgcActor Ben).Id").Clean().Texts;
        return (ids[0], ids[1]);
    }
}
