BeforeAll {
    . $PSScriptRoot/common.ps1
    $sheet = Join-Path $repository 'examples/campaign.csv'

    # A folder of the test's own, and the arguments that a script gives, where nobody can be asked.
    function New-Run {
        $folder = Join-Path $TestDrive "videos-$([Guid]::NewGuid().ToString('N'))"
        @{ Path = $sheet; Destination = $folder; Force = $true; SkipInvalid = $true }
    }
}

AfterAll { Disconnect-UgcLab }

Describe 'Invoke-UgcBatch with a campaign' {
    BeforeAll {
        $service = Connect-Rehearsal
        $run = New-Run
        $first = Invoke-UgcBatch @run -WarningVariable problem @quiet
        $arrived = Get-Arrival $service
        $second = Invoke-UgcBatch @run @quiet
    }

    It 'makes a folder of videos of it' {
        Get-ChildItem $run.Destination -Filter *.mp4 | Should -HaveCount 13
        $first.Saved | Should -Be 11
        $first.VideosSaved | Should -Be 13
        $first.Batch | Should -Be 'campaign'
    }

    It 'names the bad row and its line, and says in a number that not all is well' {
        $problem -like 'Row 10 (line 11): *7*5*It is skipped.' | Should -HaveCount 1
        $first.ExitCode | Should -Be 1
        $first.Invalid | Should -Be 1
    }

    It 'agrees with the service''s books' {
        $sold = Get-Sold $service
        $first.CreditsCharged | Should -Be ($sold.credits | Measure-Object -Sum).Sum
        $first.RemainingCredits | Should -Be (10000 - $first.CreditsCharged)
        (Import-Csv $first.ReportPath).UgcId | Where-Object { $_ } | Sort-Object | Should -Be ($sold.id | Sort-Object)
    }

    It 'writes what came of each row beside the videos' {
        $rows = Import-Csv $first.ReportPath
        $rows | Should -HaveCount 14
        ($rows | Where-Object Reference -EQ 'shoe-03').UgcError | Should -BeLike '*7*'
        foreach ($row in $rows | Where-Object UgcFile) { Join-Path $run.Destination $row.UgcFile | Should -Exist }
        (Get-Content -Raw (Join-Path $run.Destination 'results.json') | ConvertFrom-Json) | Should -Not -BeNullOrEmpty
    }

    It 'buys nothing and fetches nothing when it is run again' {
        $second.Created | Should -Be 0
        $second.Saved | Should -Be 11
        (Get-Arrival $service).Create | Should -Be $arrived.Create
        (Get-Arrival $service).Download | Should -Be $arrived.Download
    }

    It 'buys what is added, wherever it is put' {
        $rows = @(Import-Csv $sheet | Where-Object Reference -NE 'shoe-03')
        $more = @(Get-Row 1) + $rows[10..0]
        $third = $more | Invoke-UgcBatch -Name campaign -Destination $run.Destination -Force @quiet
        $third.Created | Should -Be 1
        $third.ExitCode | Should -Be 0
    }
}

Describe 'Invoke-UgcBatch and faults' {
    It 'sends nothing while a row has one' {
        $service = Connect-Rehearsal
        $run = New-Run
        $run.Remove('SkipInvalid')
        (Invoke-UgcBatch @run @quiet).ExitCode | Should -Be 2
        (Get-Arrival $service).Any | Should -Be 0
    }

    It 'has an exit code for a script whose sheet is gone' {
        $child = Start-Child @"
Import-Module '$repository/out/UgcLab/UgcLab.psd1'
Connect-UgcLab -Simulator
`$run = Invoke-UgcBatch '$TestDrive/gone.csv' -MaxCredit 100; exit (`$run ? `$run.ExitCode : 2)
"@
        $child.WaitForExit(60000) | Should -BeTrue
        $child.ExitCode | Should -Be 2
    }

    It 'ends with 4 for want of credits, and goes on when there are some' {
        $service = Connect-Rehearsal @{ Faults = @{ Kind = 'InsufficientCredits'; On = 'Create'; At = 3 } }
        $run = New-Run
        $short = Invoke-UgcBatch @run -ErrorVariable problem @quiet
        $short.ExitCode | Should -Be 4
        $short.NotSent | Should -Be 9
        $problem.FullyQualifiedErrorId | Should -Contain 'UgcInsufficientCredits,UgcLab.PowerShell.Commands.InvokeUgcBatchCommand'
        (Invoke-UgcBatch @run @quiet).Saved | Should -Be 11
        Get-Sold $service | Group-Object prompt, variantIndex | Where-Object Count -GT 1 | Should -BeNullOrEmpty
    }
}

Describe 'Invoke-UgcBatch in a script that nobody looks at' {
    It 'spends nothing that it was not told to, and then what it was' {
        $service = Join-Path $TestDrive 'nobody'
        $script = @"
Import-Module '$repository/out/UgcLab/UgcLab.psd1'
Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = '$service'; Speed = 2000; VideoTime = 20 }
`$run = Invoke-UgcBatch '$sheet' -Destination '$TestDrive/nobody-videos' -SkipInvalid MORE 2>`$null; exit (`$run ? `$run.ExitCode : 2)
"@
        $mute = Start-Child ($script -replace 'MORE')
        $mute.WaitForExit(60000) | Should -BeTrue
        $mute.ExitCode | Should -Be 2
        (Get-Arrival $service).Any | Should -Be 0
        $bounded = Start-Child ($script -replace 'MORE', '-MaxCredit 5000')
        $bounded.WaitForExit(60000) | Should -BeTrue
        $bounded.ExitCode | Should -Be 1
        (Get-Sold $service).Count | Should -Be 13
    }
}

Describe 'Invoke-UgcBatch, killed in the middle' {
    BeforeAll {
        $service = Join-Path $TestDrive 'killed'
        $videos = Join-Path $TestDrive 'killed-videos'

        # An answer takes half a second, so the kill comes while a purchase is out.
        $child = Start-Child @"
Import-Module '$repository/out/UgcLab/UgcLab.psd1'
Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = '$service'; Speed = 60; Latency = 30; VideoTime = 30 }
Invoke-UgcBatch '$sheet' -Destination '$videos' -SkipInvalid -Force
"@
        $inTheMiddle = Wait-Until { @(Get-Sold $service).Count -ge 4 } 60
        $child.Kill()
        $child.WaitForExit()
        $soldThen = @(Get-Sold $service).Count

        Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = $service; Speed = 2000; VideoTime = 20 }
        $again = Invoke-UgcBatch $sheet -Destination $videos -SkipInvalid -Force -ErrorVariable problem @quiet
    }

    It 'was killed in the middle' {
        $inTheMiddle | Should -BeTrue
        $soldThen | Should -BeLessThan 13
    }

    It 'goes on with the same command, and buys nothing twice' {
        Get-Sold $service | Group-Object prompt, variantIndex | Where-Object Count -GT 1 | Should -BeNullOrEmpty
        $again.Created | Should -BeGreaterThan 0
        $again.Saved + $again.Unconfirmed | Should -Be 11
        $again.Unconfirmed | Should -BeLessOrEqual 1
        $again.ExitCode | Should -Be ($again.Unconfirmed ? 5 : 1)
        Get-ChildItem $videos -Filter *.part* | Should -BeNullOrEmpty
    }

    It 'names the row that was out, and does not send it' {
        @($problem | Where-Object FullyQualifiedErrorId -Like 'UgcOutcomeUnconfirmed,*').Count | Should -Be $again.Unconfirmed
    }

    It 'is whole once a person has said what became of that row' {
        foreach ($row in Get-UgcBatch campaign -State Unconfirmed) {
            $ids = @(Get-Sold $service | Where-Object prompt -EQ $row.Prompt).id
            $null = $ids ? ($row | Resolve-UgcBatchRow -Adopt $ids) : ($row | Resolve-UgcBatchRow -NotCharged -Force)
        }

        $last = Invoke-UgcBatch $sheet -Destination $videos -SkipInvalid -Force @quiet
        $last.Saved | Should -Be 11
        Get-ChildItem $videos -Filter *.mp4 | Should -HaveCount 13
        (Get-Sold $service).Count | Should -Be 13
    }
}

Describe 'Invoke-UgcBatch, stopped as by Ctrl+C' {
    It 'ends while it waits for the hour''s limit, and the next run goes on' {
        $service = Join-Path $TestDrive 'stopped'
        $videos = Join-Path $TestDrive 'stopped-videos'
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
            param($Module, $Service, $Sheet, $Videos)
            Import-Module $Module
            Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = $Service; Speed = 1; VideoTime = 5 } -CreationLimit 3
            Invoke-UgcBatch $Sheet -Destination $Videos -SkipInvalid -Force
        }).AddParameters(@{ Module = (Join-Path $repository 'out/UgcLab/UgcLab.psd1'); Service = $service; Sheet = $sheet; Videos = $videos })
        $null = $shell.BeginInvoke()
        Wait-Until { $shell.Streams.Warning.Message -match 'Going on at' } 40 | Should -BeTrue
        $shell.Stop()
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $shell.Dispose()
        (Get-Arrival $service).Create | Should -Be 3

        Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = $service; Speed = 2000; VideoTime = 20 }
        $rest = Invoke-UgcBatch $sheet -Destination $videos -SkipInvalid -Force @quiet
        $rest.Created | Should -Be 8
        $rest.Saved | Should -Be 11
    }
}

Describe 'Invoke-UgcBatch in two consoles' {
    It 'shares the rows of one batch between them, and each ends with every video' {
        $service = Join-Path $TestDrive 'shared'
        $videos = Join-Path $TestDrive 'shared-videos'
        $script = @"
Import-Module '$repository/out/UgcLab/UgcLab.psd1'
Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = '$service'; Speed = 60; Latency = 20; VideoTime = 30 }
`$run = Invoke-UgcBatch '$sheet' -Destination '$videos' -SkipInvalid -Force
"BOUGHT `$(`$run.Created) SAVED `$(`$run.Saved)"; exit `$run.ExitCode
"@
        $children = @((Start-Child $script), (Start-Child $script))
        foreach ($child in $children) { $child.WaitForExit(120000) | Should -BeTrue }
        $printed = $children | ForEach-Object { Get-Content (Join-Path $_.Folder 'OUT') | Where-Object { $_ -match '^BOUGHT' } }

        # The invalid row makes it 1, in both.
        $children.ExitCode | Should -Be 1, 1
        $printed | Should -HaveCount 2
        $printed -match 'SAVED 11$' | Should -HaveCount 2
        ($printed | ForEach-Object { [int] ($_ -split ' ')[1] } | Measure-Object -Sum).Sum | Should -Be 11
        @(Get-Sold $service) | Should -HaveCount 13
        Get-Sold $service | Group-Object prompt, variantIndex | Where-Object Count -GT 1 | Should -BeNullOrEmpty
        Get-ChildItem $videos -Filter *.mp4 | Should -HaveCount 13
        Import-Csv (Join-Path $videos 'results.csv') | Should -HaveCount 14
    }
}

Describe 'Invoke-UgcBatch with actors' {
    BeforeEach {
        $service = Connect-Rehearsal
        $sarah, $ben = Get-UgcActor -Name Sarah, Ben | Sort-Object Name -Descending
        $videos = Join-Path $TestDrive "videos-$([Guid]::NewGuid().ToString('N'))"
    }

    It 'makes a folder of a sheet with several actors in a cell, says by name who is seen, and pays once' {
        $sheet = New-CsvFile "Reference,Script,Actions,Duration,ActorId`ntea,`"Hi there, this is about tea`",Smiles and leans in,15s,$($sarah.Id);$($ben.Id)`nmug,`"Hi there, this is about mugs`",Lifts the mug,10s,$($ben.Id)"
        $run = @{ Path = $sheet; Kind = 'TalkingActor'; Name = "acted-$([Guid]::NewGuid().ToString('N'))"; Destination = $videos; FileName = '{Reference}-{ActorName}'; Tier = 'pro'; Force = $true }
        $first = Invoke-UgcBatch @run @quiet
        $first.ExitCode, $first.VideosSaved, $first.CreditsCharged | Should -Be 0, 3, (125 + 125 + 88)
        (Get-ChildItem $videos -Filter *.mp4).Name | Sort-Object | Should -Be 'mug-Ben.mp4', 'tea-Ben.mp4', 'tea-Sarah.mp4'
        (Import-Csv $first.ReportPath).UgcActor | Sort-Object | Should -Be 'Ben', 'Ben', 'Sarah'
        (Get-Content -Raw (Join-Path $videos results.json) | ConvertFrom-Json).results.videos.actorName | Sort-Object | Should -Be 'Ben', 'Ben', 'Sarah'
        (Invoke-UgcBatch @run @quiet).Created | Should -Be 0
        (Get-Arrival $service).Create | Should -Be 2
    }

    It 'reads lists and objects from JSON lines, as ConvertTo-Json writes them' {
        $sheet = Join-Path $TestDrive 'acted.jsonl'
        @(
            @{ Script = 'Hi there, this is about tea'; Actions = 'Smiles and leans in'; Duration = '10s'; ActorId = $sarah.Id, $ben.Id }
            @{ Script = 'Hi there, this is a story'; Actions = 'Smiles and leans in'; Duration = '25s'; RefineScript = $false; CustomActor = @{ characterDescription = 'A man'; environment = 'Kitchen' }; StoryboardScene = @{ text = 'one' }, @{ text = 'two' } }
        ) | ForEach-Object { ConvertTo-Json -Compress -Depth 5 $_ } | Set-Content $sheet
        $result = Invoke-UgcBatch $sheet -Kind TalkingActor -Name "lines-$([Guid]::NewGuid().ToString('N'))" -Destination $videos -Force @quiet
        $result.ExitCode, $result.VideosSaved, $result.CreditsCharged | Should -Be 0, 3, (63 + 63 + 113)
    }

    It 'refuses in words what another kind has: <arguments>' -ForEach @(
        @{ arguments = @{ Kind = 'TalkingActor'; Model = 'veo-3.1' }; says = '*-Model isn''t a setting of TalkingActor*' }
        @{ arguments = @{ Kind = 'MotionVideo'; Tier = 'pro' }; says = '*-Tier isn''t a setting of MotionVideo*' }
    ) {
        { Invoke-UgcBatch $sheet -Destination $videos -Force @arguments } | Should -Throw $says -ErrorId 'UgcArgumentInvalid*'
        (Get-Arrival $service).Create | Should -Be 0
    }
}

Describe 'A batch in the background' {
    BeforeEach { $null = Connect-Rehearsal 6>$null }

    It 'is a job of its own class, whose result is the typed one' {
        $job = Get-Row 3 | Invoke-UgcBatch -Name background -Destination $TestDrive/background -Force -AsJob @quiet
        $job | Should -BeOfType UgcLab.UgcCommandJob
        $job.Name, $job.PSJobTypeName | Should -Be 'UgcBatch background', 'UgcLab'
        (Wait-Job $job -Timeout 60).State | Should -Be 'Completed'
        $result = Receive-Job $job -Keep @quiet
        $result | Should -BeOfType UgcLab.UgcBatchResult
        $result.Saved, $result.ExitCode | Should -Be 3, 0
        Receive-Job $job -Wait -AutoRemoveJob @quiet | Should -BeOfType UgcLab.UgcBatchResult
        Get-Job | Should -BeNullOrEmpty
    }

    It 'returns its videos and shows its summary' {
        $job = Get-Row 3 | Invoke-UgcBatch -Name summary -Destination $TestDrive/summary -Force -AsJob -PassThru @quiet
        $null = Wait-Job $job -Timeout 60
        $received = Receive-Job $job 6>&1
        @($received | Where-Object { $_ -is [UgcLab.UgcSavedVideo] }).Count | Should -Be 3
        "$($received)" | Should -Match 'Batch summary: 3 rows: 3 saved\..* credits and saved 3 files in '
        $job | Remove-Job
    }

    It 'validates and plans before it begins, and its job has the result also when nothing is sent' {
        $job = Get-Row 1 -Other @{ Duration = '7' } | Invoke-UgcBatch -Name invalid -Destination $TestDrive -Force -AsJob -ErrorVariable failed @quiet
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'UgcDuration*'
        (Receive-Job $job -Wait -AutoRemoveJob @quiet).ExitCode | Should -Be 2
    }

    It 'keeps its session when the console opens another' {
        $job = Get-Row 3 | Invoke-UgcBatch -Name session -Destination $TestDrive/session -Force -AsJob @quiet
        Connect-UgcLab -Simulator 6>$null
        (Receive-Job $job -Wait -AutoRemoveJob @quiet).Saved | Should -Be 3
    }

    It 'runs several files in one job, in their order' {
        $files = New-Item -ItemType Directory $TestDrive/several
        'Prompt,Model,Duration', 'A boat in the rain,kling-2.6,5' | Set-Content $files/a.csv
        'Prompt,Model,Duration', 'A ship in the rain,kling-2.6,5' | Set-Content $files/b.csv
        $job = Invoke-UgcBatch $files/*.csv -Destination $TestDrive/several-out -Force -AsJob @quiet
        (Receive-Job $job -Wait -AutoRemoveJob @quiet).Batch | Should -Be 'a', 'b'
    }

    It 'reports errors of rows as errors of the job' {
        $null = Connect-Rehearsal @{ FailedJobRate = 1 } 6>$null
        $job = Get-Row | Invoke-UgcBatch -Name failing -Destination $TestDrive -Force -AsJob @quiet
        $null = Wait-Job $job -Timeout 60
        $job.Error[0].FullyQualifiedErrorId | Should -Be 'UgcJobFailed'
        $job.State | Should -Be 'Completed'
        (Receive-Job $job @quiet).ExitCode | Should -Be 1
        $job | Remove-Job
    }
}

Describe 'The script block at the end' {
    BeforeAll { $null = Connect-Rehearsal 6>$null }

    It 'gets the result, and its output is shown and not returned' {
        $global:seen = $null
        $result = Get-Row | Invoke-UgcBatch -Name oncompleted -Destination $TestDrive -Force -OnCompleted { param($run) $global:seen = $run; "shown $($_.Batch)" } -InformationVariable shown @quiet
        $result | Should -BeOfType UgcLab.UgcBatchResult
        $global:seen | Should -Be $result
        "$($shown[-1])" | Should -Be 'shown oncompleted'
    }

    It 'never loses the result: <Script>' -ForEach @(
        @{ Script = { throw 'It broke.' } }
        @{ Script = { Write-Error 'It broke.' } }
        @{ Script = { Get-Item /no/such/file -ErrorAction Stop } }
    ) {
        $result = Get-Row | Invoke-UgcBatch -Name oncompleted -Destination $TestDrive -Force -OnCompleted $Script -ErrorVariable failed @quiet
        $result.ExitCode | Should -Be 0
        $failed.FullyQualifiedErrorId | Should -Contain 'UgcCompletionScriptFailed,UgcLab.PowerShell.Commands.InvokeUgcBatchCommand'
        $kept = Get-Row | Invoke-UgcBatch -Name oncompleted -Destination $TestDrive -Force -OnCompleted $Script -ErrorAction Stop -WarningVariable warned -WarningAction SilentlyContinue 6>$null
        $kept.ExitCode | Should -Be 0
        "$warned" | Should -BeLike '*-OnCompleted failed.*'
    }

    It 'runs for a job in a runspace of its own' {
        $job = Get-Row | Invoke-UgcBatch -Name oncompleted -Destination $TestDrive -Force -AsJob -OnCompleted { param($run) "$($run.Batch) $([runspace]::DefaultRunspace.Id)"; Write-Error 'It broke.' } @quiet
        $null = Wait-Job $job -Timeout 60
        "$($job.Information[-1])" | Should -Match '^oncompleted \d+$'
        "$($job.Information[-1])" | Should -Not -Be "oncompleted $([runspace]::DefaultRunspace.Id)"
        $job.State, $job.Error[0].FullyQualifiedErrorId | Should -Be 'Completed', 'UgcCompletionScriptFailed'
        (Receive-Job $job @quiet).ExitCode | Should -Be 0
        $job | Remove-Job
    }

    It 'runs also when nothing was sent' {
        $global:seen = $null
        $null = Get-Row -Other @{ Duration = '7' } | Invoke-UgcBatch -Name nothing -Destination $TestDrive -Force -OnCompleted { $global:seen = $args[0] } @quiet
        $global:seen.ExitCode | Should -Be 2
    }
}

Describe 'Invoke-UgcBatch and its help' {
    It 'is described whole' { Get-HelpGap Invoke-UgcBatch | Should -BeNullOrEmpty }

    It 'shows a result without the counts that are nought' {
        $null = Connect-Rehearsal
        $text = Get-Row 2 | Invoke-UgcBatch -Name shown -Destination (Join-Path $TestDrive 'shown') -Force @quiet | Out-String
        $text | Should -Match 'ExitCode\s+: 0'
        $text | Should -Not -Match 'Abandoned|Refused|StoppedBy'
    }
}
