BeforeAll {
    . $PSScriptRoot/common.ps1

    # What an image-less valid row needs besides its prompt.
    $kling = @{ Model = 'kling-2.6'; Duration = '5' }
}

AfterAll { Disconnect-UgcLab }

Describe 'New-UgcVideo at the prompt' {
    It 'buys one video with one request' {
        $service = Connect-Rehearsal
        $job = New-UgcVideo @boat -Reference boat-1
        $job.UgcId | Should -Be (Get-Sold $service).id
        $job.Status | Should -Be 'Pending'
        $job.CreditsCharged | Should -Be 35
        $job.Reference | Should -Be 'boat-1'
        (Get-Arrival $service).Create | Should -Be 1
    }

    It 'buys takes with one request, one job a take' {
        $service = Connect-Rehearsal
        $jobs = New-UgcVideo @boat -Variants 3
        $jobs.VariantIndex | Should -Be 0, 1, 2
        (Get-Sold $service).Count | Should -Be 3
        (Get-Arrival $service).Create | Should -Be 1
    }

    It 'offers <model>''s own values for <parameter>' -TestCases @(
        @{ model = 'veo-3.1'; parameter = 'Duration'; offered = '8' }
        @{ model = 'sora-2-pro'; parameter = 'Duration'; offered = '10', '15' }
        @{ model = 'sora-2-pro'; parameter = 'AspectRatio'; offered = 'landscape', 'portrait' }
    ) {
        $line = "New-UgcVideo 'A paper boat sails' -Model $model -$parameter "
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Sort-Object | Should -Be $offered
    }

    It 'offers the models, and no blank' {
        $line = 'New-UgcVideo -Model '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Sort-Object | Should -Be 'kling-2.6', 'sora-2-pro', 'veo-3.1'
    }

    It 'refuses a length the model has not, and names those it has' {
        $service = Connect-Rehearsal
        { New-UgcVideo 'A paper boat sails' -Model veo-3.1 -Duration 5 } | Should -Throw '*8*' -ErrorId 'ParameterArgumentValidationError*'
        (Get-Arrival $service).Any | Should -Be 0
    }

    It 'takes blank for not given, as scripts pass it on' {
        $service = Connect-Rehearsal
        $row = [pscustomobject] @{ Tier = ''; AspectRatio = ''; Variants = '' }
        $null = New-UgcVideo 'A paper boat sails' -Model veo-3.1 -Duration '' -Tier $row.Tier -AspectRatio $row.AspectRatio -Variants $row.Variants
        (Get-Sold $service).Count | Should -Be 1
    }

    It 'names every fault of a request in one error' {
        $service = Connect-Rehearsal
        New-UgcVideo 'short' -Tier pro -ImageUrl 'ftp://example.com/a.png' -ErrorVariable problem @quiet
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcRowInvalid,*'
        $problem[0].Exception.Faults.Field | Should -Contain 'Prompt'
        $problem[0].Exception.Faults.Field | Should -Contain 'Model'
        $problem[0].Exception.Faults.Field | Should -Contain 'ImageUrl'
        (Get-Arrival $service).Any | Should -Be 0
    }

    It 'takes the model and the project of the session where none is named' {
        $service = Connect-Rehearsal -With @{ Model = 'veo-3.1'; ProjectId = 'cl5w0k8jgnu7jmh7g3qw5vwz6' }
        ('A paper boat sails down the street' | New-UgcVideo).Model | Should -Be 'veo-3.1'
        (Get-Sold $service).projectId | Should -Be 'cl5w0k8jgnu7jmh7g3qw5vwz6'
    }

    It 'hides a key that lies in a prompt from its message, and does not send it' {
        $service = Connect-Rehearsal
        $key = 'ugc_' + ('c0ffee' * 8)
        New-UgcVideo "A paper boat and $key" @kling -ErrorVariable problem @quiet
        "$($problem[0])" | Should -Not -Match 'c0ffeec0ffee'
        (Get-Arrival $service).Any | Should -Be 0
    }
}

Describe 'New-UgcVideo and $PSDefaultParameterValues' {
    It 'counts them as typed: they win over the row, and that is said once' {
        $service = Connect-Rehearsal
        $PSDefaultParameterValues = @{ 'New-UgcVideo:Duration' = '10' }
        $jobs = Get-Row 3 | New-UgcVideo -WarningVariable warned @quiet
        $jobs.Duration | Should -Be '10', '10', '10'
        @($warned -match '-Duration was given').Count | Should -Be 1
        (Get-Sold $service).credits | Should -Be 70, 70, 70
    }
}

Describe 'New-UgcVideo -WhatIf' {
    It 'sends nothing and says for each row what it would buy' {
        $service = Connect-Rehearsal
        $session = Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = $service } -PassThru
        $shown = Join-Path $TestDrive 'whatif.txt'
        $rows = Get-Row 2 @{ Variants = 2 }
        # What a host prints can be read from its transcript alone.
        Start-Transcript $shown | Out-Null
        try { $rows | New-UgcVideo -WhatIf -Session $session | Should -BeNullOrEmpty }
        finally { Stop-Transcript | Out-Null }
        $text = Get-Content -Raw $shown
        $text | Should -Match 'What if: .*Create 2 videos.*Row 1: kling-2\.6, 5 s, .*reference row-1: A paper boat'
        $text | Should -Match 'Row 2: '
        $text | Should -Match 'In all: 2 requests for 4 videos'
        (Get-Arrival $service).Any | Should -Be 0
        Get-UgcHistory -Session $session | Should -BeNullOrEmpty
    }

    It 'shows the errors of the rows that could not be bought' {
        $service = Connect-Rehearsal
        Get-Row 2 @{ Duration = '7' } | New-UgcVideo -WhatIf -ErrorVariable problem @quiet
        $problem.Count | Should -Be 2
        "$($problem[1])" | Should -BeLike 'Row 2: *7*'
        (Get-Arrival $service).Any | Should -Be 0
    }
}

Describe 'New-UgcVideo with a bound' {
    It 'ends before -MaxCredit is passed, and sends nothing more' {
        $service = Connect-Rehearsal
        { Get-Row 5 | New-UgcVideo -MaxCredit 100 -ErrorAction Stop } | Should -Throw '*Stopped by -MaxCredit 100: this run has spent 70 credits*' -ErrorId 'UgcSpendingLimit*'
        (Get-Arrival $service).Create | Should -Be 2
        { Get-Row 1 | New-UgcVideo -MaxCredit 34 } | Should -Throw -ErrorId 'UgcSpendingLimit*'
        (Get-Arrival $service).Create | Should -Be 2
    }

    It 'ends before less than -KeepCredit is left' {
        $service = Connect-Rehearsal @{ Credits = 200 }
        { Get-Row 5 | New-UgcVideo -KeepCredit 100 -WarningVariable warned @quiet -ErrorAction Stop } | Should -Throw '*the balance was 130*' -ErrorId 'UgcSpendingLimit*'
        (Get-Sold $service).Count | Should -Be 2
    }

    It 'says at once that the balance is not known before the first purchase' {
        $null = Connect-Rehearsal
        $null = Get-Row 2 | New-UgcVideo -KeepCredit 100 -WarningVariable warned @quiet
        @($warned -match 'can''t stop that purchase').Count | Should -Be 1
        $null = Get-Row 2 | New-UgcVideo -KeepCredit 100 -WarningVariable warned @quiet
        $warned -match 'first purchase' | Should -BeNullOrEmpty
    }

    It 'sends no row after the service''s own "insufficient credits"' {
        $service = Connect-Rehearsal @{ Credits = 80 }
        { Get-Row 5 | New-UgcVideo -ErrorAction Stop } | Should -Throw -ErrorId 'UgcInsufficientCredits*'
        (Get-Arrival $service).Create | Should -Be 3
        (Get-Sold $service).Count | Should -Be 2
    }
}

Describe 'New-UgcVideo and a CSV file' {
    It 'buys what the sheet says, with <name>' -TestCases @(
        @{ name = 'commas'; delimiter = ','; encoding = 'utf8NoBOM' }
        @{ name = 'commas and a byte order mark'; delimiter = ','; encoding = 'utf8BOM' }
        @{ name = 'semicolons'; delimiter = ';'; encoding = 'utf8NoBOM' }
        @{ name = 'semicolons and a byte order mark'; delimiter = ';'; encoding = 'utf8BOM' }
        @{ name = 'tabs in UTF-16'; delimiter = "`t"; encoding = 'unicode' }
    ) {
        $service = Connect-Rehearsal
        $lines = 'Prompt|Model|Duration|Aspect Ratio', 'Ein Papierboot fährt — 纸船 🚤 — die Straße hinab|kling-2.6|5|9:16'
        $file = New-CsvFile ($lines -replace '\|', $delimiter -join "`n") $encoding
        $job = Import-Csv $file -Delimiter $delimiter | New-UgcVideo
        $job.AspectRatio | Should -Be '9:16'
        (Get-Sold $service).prompt | Should -BeExactly 'Ein Papierboot fährt — 纸船 🚤 — die Straße hinab'
    }

    It 'asks about the delimiter when the whole line was read as one column, and buys nothing' {
        $service = Connect-Rehearsal
        $file = New-CsvFile "Prompt;Model;Duration`nA paper boat sails down the street;kling-2.6;5"
        { Import-Csv $file | New-UgcVideo } | Should -Throw '*delimiter*' -ErrorId 'UgcColumnSuspicious*'
        (Get-Arrival $service).Any | Should -Be 0
    }

    It 'gives one error for a mistyped header <header>, and buys nothing' -TestCases @(
        @{ header = 'Promt'; meant = 'Prompt' }
        @{ header = 'Duratoin'; meant = 'Duration' }
        @{ header = 'Aspct Ratio'; meant = 'AspectRatio' }
        @{ header = 'Varients'; meant = 'Variants' }
        @{ header = 'Refrence'; meant = 'Reference' }
    ) {
        $service = Connect-Rehearsal
        $columns = @('Prompt', 'Model', 'Duration').Where({ $_ -ne $meant }) + $header
        $file = New-CsvFile "$($columns -join ',')`n$(@('x') * $columns.Count -join ',')`n$(@('y') * $columns.Count -join ',')"
        $problem = @(try { Import-Csv $file | New-UgcVideo -ErrorAction Continue 2>&1 } catch { $_ })
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcColumnSuspicious,*'
        "$($problem[0])" | Should -BeLike "*'$header'*did you mean $meant*"
        (Get-Arrival $service).Any | Should -Be 0
    }

    It 'takes a blank cell in <column> for not given' -TestCases @(
        @{ column = 'AspectRatio' }, @{ column = 'Tier' }, @{ column = 'ImageUrl' }, @{ column = 'Variants' }, @{ column = 'Reference' }, @{ column = 'ProjectId' }
    ) {
        $service = Connect-Rehearsal
        $file = New-CsvFile "Prompt,Model,Duration,$column`nA paper boat sails down the street,kling-2.6,5,`nA second boat sails down the street,kling-2.6,5,  "
        $jobs = Import-Csv $file | New-UgcVideo -ErrorAction Stop
        $jobs.Count | Should -Be 2
        (Get-Sold $service).Count | Should -Be 2
    }

    It 'says <code> for a blank cell in <column>, with the row' -TestCases @(
        @{ column = 'Prompt'; code = 'UgcPromptMissing' }
        @{ column = 'Model'; code = 'UgcModelMissing' }
        @{ column = 'Duration'; code = 'UgcDurationMissing' }
    ) {
        $service = Connect-Rehearsal
        $rows = Get-Row 3
        $rows[1].$column = ''
        $jobs = $rows | New-UgcVideo -ErrorVariable problem @quiet
        $jobs.RowNumber | Should -Be 1, 3
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike "$code,*"
        "$($problem[0])" | Should -BeLike 'Row 2: *'
        (Get-Sold $service).Count | Should -Be 2
    }

    It 'knows the only length of veo-3.1 where the cell is blank' {
        $null = Connect-Rehearsal
        (Get-Row 1 @{ Model = 'veo-3.1'; Duration = '' } | New-UgcVideo).Duration | Should -Be '8'
    }

    It 'sees that a spreadsheet took 16:9 for a time of day: <cell>' -TestCases @(
        @{ cell = '16:09:00' }, @{ cell = '4:09 PM' }, @{ cell = '0.672916666666667' }
    ) {
        $service = Connect-Rehearsal
        Get-Row 1 @{ AspectRatio = $cell } | New-UgcVideo -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcAspectRatioNotAllowed,*'
        "$($problem[0])" | Should -BeLike '*16:9*time of day*'
        (Get-Arrival $service).Any | Should -Be 0
    }

    It 'buys two equal rows twice, for the sheet says so' {
        $service = Connect-Rehearsal
        $jobs = (Get-Row), (Get-Row) | New-UgcVideo
        $jobs.UgcId | Select-Object -Unique | Should -HaveCount 2
        (Get-Sold $service).Count | Should -Be 2
    }

    It 'goes on after a bad row, and the row travels with its job' {
        $null = Connect-Rehearsal
        $rows = Get-Row 5 @{ Market = 'EU' }
        $rows[2].Duration = '7'
        $jobs = $rows | New-UgcVideo -ErrorVariable problem -WarningVariable warned @quiet
        $jobs.RowNumber | Should -Be 1, 2, 4, 5
        $jobs[3].InputRow.Market | Should -Be 'EU'
        $problem.Count | Should -Be 1
        $problem[0].TargetObject.Reference | Should -Be 'row-3'
        @($warned -match 'Market').Count | Should -Be 1
    }

    It 'refuses a sheet with a column of keys' {
        $service = Connect-Rehearsal
        { Get-Row 1 @{ ApiKey = 'x' } | New-UgcVideo } | Should -Throw '*ApiKey*secret*' -ErrorId 'UgcColumnSuspicious*'
        (Get-Arrival $service).Any | Should -Be 0
    }

    It 'takes an exported list of jobs for rows again' {
        $service = Connect-Rehearsal
        $file = Join-Path $TestDrive 'again.csv'
        Get-Row 2 | New-UgcVideo | Export-Csv $file
        $jobs = Import-Csv $file | New-UgcVideo -ErrorAction Stop -WarningAction SilentlyContinue
        $jobs.Reference | Should -Be 'row-1', 'row-2'
        (Get-Sold $service).Count | Should -Be 4
    }
}

Describe 'New-UgcVideo in a pipeline' {
    It 'makes no second purchase when Select-Object -First has enough' {
        $service = Connect-Rehearsal
        (Get-Row 5 | New-UgcVideo | Select-Object -First 1).Reference | Should -Be 'row-1'
        (Get-Arrival $service).Create | Should -Be 1
        (Get-UgcHistory).State | Should -Be 'Accepted'
    }

    It 'goes on behind cmdlets that take their time' {
        $service = Connect-Rehearsal
        $shown = Get-Row 4 | New-UgcVideo | ForEach-Object { Start-Sleep -Milliseconds 50; $_ } | Sort-Object Reference -Descending | Out-String
        $shown | Should -Match '(?s)row-4.*row-3.*row-2.*row-1'
        (Get-Sold $service).Count | Should -Be 4
    }

    It 'hands each job on before it buys the next' {
        $service = Connect-Rehearsal
        $seen = Get-Row 3 | New-UgcVideo | ForEach-Object { (Get-Arrival $service).Create }
        $seen | Should -Be 1, 2, 3
    }

    It 'fills -OutVariable and -PipelineVariable' {
        $null = Connect-Rehearsal
        $line = Get-Row 2 | New-UgcVideo -OutVariable bought -PipelineVariable job | ForEach-Object { "$($job.Reference)=$($_.UgcId)" }
        $bought.Count | Should -Be 2
        $line | Should -Be "row-1=$($bought[0].UgcId)", "row-2=$($bought[1].UgcId)"
    }

    It 'stops at the first bad row under -ErrorAction Stop, and keeps what it has bought' {
        $service = Connect-Rehearsal
        $rows = Get-Row 3
        $rows[1].Duration = '7'
        $bought = @()
        $caught = try { $rows | New-UgcVideo -ErrorAction Stop -OutVariable bought } catch { $_ }
        ($caught | Select-Object -Last 1).FullyQualifiedErrorId | Should -BeLike 'UgcDurationNotAllowed,*'
        $bought.Count | Should -Be 1
        (Get-Sold $service).Count | Should -Be 1
    }

    It 'buys through the session that is handed to ForEach-Object -Parallel' {
        $service = Connect-Rehearsal
        $session = Get-UgcContext
        $jobs = Get-Row 3 | ForEach-Object -Parallel { $_ | New-UgcVideo -Session $using:session }
        $jobs.Reference | Sort-Object | Should -Be 'row-1', 'row-2', 'row-3'
        (Get-Sold $service).Count | Should -Be 3
        (Get-UgcHistory).Count | Should -Be 3
    }

    It 'uses the session of the process in ForEach-Object -Parallel' {
        $service = Connect-Rehearsal
        $jobs = Get-Row 3 | ForEach-Object -Parallel { $_ | New-UgcVideo }
        $jobs.Reference | Sort-Object | Should -Be 'row-1', 'row-2', 'row-3'
        (Get-Sold $service).Count | Should -Be 3
    }
}

Describe 'New-UgcVideo when the service says "too many requests"' {
    It 'waits <least> s at least and then buys once, told to by "<header>"' -TestCases @(
        @{ header = '120'; least = 120 }
        @{ header = '3000'; least = 3000 }
        @{ header = 'date:+3000'; least = 2000 }
        @{ header = 'soon, perhaps'; least = 300 }
        @{ header = $null; least = 300 }
    ) {
        $fault = @{ Kind = 'TooManyRequests'; On = 'Create' }
        if ($header) { $fault.RetryAfter = $header }
        $service = Connect-Rehearsal @{ Speed = 6000; Faults = $fault }
        $began = (Get-UgcLimit).Time
        $job = New-UgcVideo @boat @quiet
        (Get-Arrival $service).Create | Should -Be 2
        (Get-Sold $service).id | Should -Be $job.UgcId
        ($job.CreatedAt - $began).TotalSeconds | Should -BeGreaterOrEqual $least

        # The purchase has the time of the attempt that was charged.
        ((Get-UgcHistory).Time - $began).TotalSeconds | Should -BeGreaterOrEqual $least
        (Get-UgcHistory).State | Should -Be 'Accepted'
    }

    It 'warns before a wait of more than five minutes, and says until when' {
        $null = Connect-Rehearsal @{ Speed = 6000; Faults = @{ Kind = 'TooManyRequests'; On = 'Create'; RetryAfter = '3000' } }
        $null = New-UgcVideo @boat -WarningVariable warned -WarningAction SilentlyContinue

        # At this speed a moment is minutes, so the end may move and be announced again.
        $warned | Should -Not -BeNullOrEmpty
        $warned | ForEach-Object { "$_" | Should -Match 'Going on at .*\d\d:\d\d.*Ctrl\+C' }
    }

    It 'says of a short wait nothing but in -Verbose' {
        $null = Connect-Rehearsal @{ Speed = 6000; Faults = @{ Kind = 'TooManyRequests'; On = 'Create'; RetryAfter = '60' } }
        $lines = New-UgcVideo @boat -Verbose -WarningVariable warned 4>&1 3>$null
        $warned | Should -BeNullOrEmpty
        "$lines" | Should -Match 'Going on at'
    }

    It 'shows a bar while it waits and takes it away again' {
        $apart = Invoke-Apart -Script {
            param($folder)
            Connect-UgcLab -Simulator -SimulatorOption @{ Speed = 150; StatePath = $folder; Faults = @{ Kind = 'TooManyRequests'; On = 'Create'; RetryAfter = '900' } }
            New-UgcVideo 'A paper boat sails down a rainy street' -Model veo-3.1 -WarningAction SilentlyContinue
        } -Argument @{ folder = Join-Path $TestDrive 'bar' }
        $apart.Output.Count | Should -Be 1
        $waiting = @($apart.Streams.Progress | Where-Object Activity -EQ 'Waiting')
        # The reader's seconds: 900 of the simulator's at this speed.
        $waiting[0].SecondsRemaining | Should -BeIn (1..6)
        $waiting[-1].RecordType | Should -Be 'Completed'
    }

    It 'shows what is being bought and takes that away again' {
        $apart = Invoke-Apart -Script {
            param($folder)
            Connect-UgcLab -Simulator -SimulatorOption @{ Speed = 6000; StatePath = $folder }
            New-UgcVideo 'A paper boat sails down a rainy street' -Model veo-3.1
        } -Argument @{ folder = Join-Path $TestDrive 'buying' }
        $buying = @($apart.Streams.Progress | Where-Object Activity -EQ 'Creating')
        $buying[0].StatusDescription | Should -BeLike '*so far 0 videos for 0 credits*Ctrl+C*'
        $buying[-1].RecordType | Should -Be 'Completed'
        $apart.Shell.Dispose()
    }

    It 'stays below the limits by itself: no 429 in <count> purchases' -TestCases @(@{ count = 45 }) {
        $service = Connect-Rehearsal @{ Speed = 6000; RateLimits = $true; Credits = 100000 } -With @{ RequestLimit = 18; CreationLimit = 20 }
        $jobs = Get-Row $count | New-UgcVideo @quiet
        $jobs.Count | Should -Be $count
        (Get-Arrival $service).Create | Should -Be $count
    }
}

Describe 'New-UgcVideo when the answer does not come' {
    It 'says UgcOutcomeUnconfirmed, sends it once, and goes on with the next row: <kind>' -TestCases @(
        @{ kind = 'LostReply' }, @{ kind = 'EmptyBody' }, @{ kind = 'ServerError' }, @{ kind = 'HtmlError' }
    ) {
        $service = Connect-Rehearsal @{ Faults = @{ Kind = $kind; On = 'Create'; At = 2; AfterWork = $true } }
        $jobs = Get-Row 3 | New-UgcVideo -ErrorVariable problem @quiet
        $jobs.Reference | Should -Be 'row-1', 'row-3'
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcOutcomeUnconfirmed,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*Get-UgcHistory -State Unconfirmed*'
        (Get-Arrival $service).Create | Should -Be 3
        (Get-Sold $service).Count | Should -Be 3
        (Get-UgcHistory -State Unconfirmed).Reference | Should -Be 'row-2'
    }

    It 'keeps the ids that an answer named before it was cut' {
        $service = Connect-Rehearsal @{ Faults = @{ Kind = 'CutReply'; On = 'Create'; CutAfter = 150 } }
        $job = New-UgcVideo @boat -WarningVariable warned @quiet
        $job.UgcId | Should -Be (Get-Sold $service).id
        $warned | Should -Not -BeNullOrEmpty
        (Get-UgcHistory).State | Should -Be 'Accepted'
    }

    It 'is in doubt when the answer was cut before it named anything' {
        $service = Connect-Rehearsal @{ Faults = @{ Kind = 'CutReply'; On = 'Create'; CutAfter = 5 } }
        New-UgcVideo @boat -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcOutcomeUnconfirmed,*'
        (Get-Arrival $service).Create | Should -Be 1
        (Get-UgcHistory).State | Should -Be 'Unconfirmed'
    }

    It 'sends again what has certainly never left: the service was out of reach' {
        $service = Connect-Rehearsal @{ Faults = @{ Kind = 'ConnectFailure'; On = 'Create'; Times = 2 } }
        $job = New-UgcVideo @boat
        (Get-Sold $service).id | Should -Be $job.UgcId
        (Get-Arrival $service).Create | Should -Be 3
    }
}

Describe 'New-UgcVideo when the service says no' {
    It 'sends none of the later rows when the credits run out' {
        $service = Connect-Rehearsal @{ Credits = 80 }
        $bought = @()
        $caught = try { Get-Row 5 | New-UgcVideo -OutVariable bought -ErrorAction Stop } catch { $_ }
        $failure = $caught | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UgcInsufficientCredits,*'
        $failure.CategoryInfo.Category | Should -Be 'QuotaExceeded'
        $bought.Count | Should -Be 2
        (Get-Arrival $service).Create | Should -Be 3
        (Get-UgcHistory).State | Should -Be 'Refused', 'Accepted', 'Accepted'
        (Get-Sold $service).Count | Should -Be 2
    }

    It 'goes on after a row whose project is not there' {
        $service = Connect-Rehearsal
        $rows = Get-Row 2 @{ ProjectId = '' }
        $rows[0].ProjectId = 'clzz0000000000000project9'
        $job = $rows | New-UgcVideo -ErrorVariable problem @quiet
        $job.Reference | Should -Be 'row-2'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcProjectNotFound,*'
        (Get-Sold $service).Count | Should -Be 1
    }

    It 'sends nothing more after a key that was refused' {
        $service = Connect-Rehearsal @{ Faults = @{ Kind = 'Unauthorized'; On = 'Create'; Times = 9 } }
        { Get-Row 3 | New-UgcVideo } | Should -Throw -ErrorId 'UgcKeyRefused*'
        (Get-Arrival $service).Create | Should -Be 1
    }

    It 'says when nobody is connected, and where to begin' {
        Disconnect-UgcLab
        $failure = { New-UgcVideo @boat -ProjectId clzz0000000000000project1 -ErrorAction Stop } | Should -Throw -ErrorId 'UgcNotConnected*' -PassThru
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-UgcLab*'
    }

    It 'buys nothing when the record cannot be written' {
        $service = Connect-Rehearsal
        # A folder where the database should be.
        $null = New-Item -ItemType Directory (Join-Path $service 'ugclab.db') -Force
        { New-UgcVideo @boat } | Should -Throw -ErrorId 'UgcStoreUnavailable*'
        (Get-Arrival $service).Any | Should -Be 0
    }
}

Describe 'New-UgcVideo with a sheet that was not written for it' {
    It 'buys the prompts that the template makes, and sends no other column' {
        $service = Connect-Rehearsal
        $jobs = 'Nr,Color,Product', '1,red,mug', '2,"deep, dark blue",bag' | ConvertFrom-Csv |
            New-UgcVideo -Model veo-3.1 -PromptTemplate 'A {Color} {Product} on a table' -Column @{ RowId = 'Nr'; Reference = 'Product' }
        (Get-Sold $service).prompt | Should -Be 'A red mug on a table', 'A deep, dark blue bag on a table'
        $jobs.Reference | Should -Be 'mug', 'bag'
    }

    It 'buys nothing when the template names a column that is not there' {
        $service = Connect-Rehearsal
        { Get-Row 2 | New-UgcVideo -PromptTemplate 'A {Surface}' } | Should -Throw -ErrorId 'UgcColumnSuspicious*'
        (Get-Arrival $service).Any | Should -Be 0
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, the model''s own too, with an example' { Get-HelpGap New-UgcVideo | Should -BeNullOrEmpty }
}

Describe 'New-UgcVideo -Batch' {
    BeforeEach { $service = Connect-Rehearsal }

    It 'pays once for a sheet that is run three times' {
        $first = Get-Row 3 | New-UgcVideo -Batch nov @quiet
        $second = Get-Row 3 | New-UgcVideo -Batch nov @quiet
        $third = Get-Row 4 | New-UgcVideo -Batch nov @quiet
        $second.UgcId | Should -Be $first.UgcId
        $third[0..2].UgcId | Should -Be $first.UgcId
        $third.FromHistory | Should -Be $true, $true, $true, $false
        Get-Sold $service | Should -HaveCount 4
    }

    It 'says at the end how many were new' {
        Get-Row 2 | New-UgcVideo -Batch nov -InformationVariable told @quiet | Out-Null
        Get-Row 3 | New-UgcVideo -Batch nov -InformationVariable again @quiet | Out-Null
        "$told" | Should -Be 'Batch nov: 2 new.'
        "$again" | Should -Be 'Batch nov: 1 new, 2 created before.'
    }

    It 'lets go of the batch when the pipeline ends early' {
        Get-Row 3 | New-UgcVideo -Batch nov @quiet | Select-Object -First 1 | Out-Null
        (Get-UgcBatch nov).IsInUse | Should -BeFalse
        Get-Sold $service | Should -HaveCount 1
    }

    It 'buys again when that is wanted and forced, and without force where nobody can be asked says so' {
        Get-Row 1 | New-UgcVideo -Batch nov @quiet | Out-Null
        { Get-Row 1 | New-UgcVideo -Batch nov -BuyAgain @quiet } | Should -Throw -ErrorId 'UgcArgumentInvalid,*'
        (Get-Row 1 | New-UgcVideo -Batch nov -BuyAgain -Force @quiet).FromHistory | Should -BeFalse
        Get-Sold $service | Should -HaveCount 2
    }

    It 'needs a batch to buy again in' {
        { Get-Row 1 | New-UgcVideo -BuyAgain } | Should -Throw -ErrorId 'UgcArgumentInvalid,*'
        (Get-Arrival $service).Any | Should -Be 0
    }
}
