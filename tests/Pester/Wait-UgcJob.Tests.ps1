BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Wait-UgcJob' {
    It 'returns each job once, ended' {
        $null = Connect-Rehearsal
        $jobs = Get-Row 4 | New-UgcVideo | Wait-UgcJob
        $jobs.UgcId | Select-Object -Unique | Should -HaveCount 4
        $jobs.IsSuccess | Should -Be $true, $true, $true, $true
        $jobs.VideoUrl | Should -Match '^https://'
    }

    It 'returns a job that has ended before the others have' {
        # The same service, once so slow that its job cannot end during the test.
        $service = Connect-Rehearsal @{ VideoTime = 100 * 86400 }
        $slow = New-UgcVideo @boat
        $null = Connect-Rehearsal @{ StatePath = $service }
        $quick = Get-Row 1 | New-UgcVideo
        $done = $slow, $quick | Wait-UgcJob | Select-Object -First 1
        $done.UgcId | Should -Be $quick.UgcId
        $done.IsSuccess | Should -BeTrue
        ($slow | Get-UgcJob).IsFinal | Should -BeFalse
    }

    It 'returns at once what had ended already, and asks for it no more than once' {
        $service = Connect-Rehearsal
        $job = New-UgcVideo @boat | Wait-UgcJob
        $reads = (Get-Arrival $service).Job
        ($job | Wait-UgcJob).UgcId | Should -Be $job.UgcId
        (Get-Arrival $service).Job | Should -BeLessOrEqual ($reads + 1)
    }

    It 'costs hardly more reads for twenty jobs than the budget has' {
        $service = Connect-Rehearsal @{ Credits = 100000; VideoTime = 120 }
        $done = Get-Row 20 | New-UgcVideo | Wait-UgcJob
        $done.Count | Should -Be 20
        (Get-Arrival $service).Job | Should -BeLessOrEqual 200
    }

    It 'returns a failed job and reports it, in the service''s words' {
        $null = Connect-Rehearsal @{ Faults = @{ Kind = 'FailedJob'; On = 'Create'; At = 2 } }
        $jobs = Get-Row 3 | New-UgcVideo | Wait-UgcJob -ErrorVariable problem @quiet
        $jobs.Count | Should -Be 3
        ($jobs | Where-Object { -not $_.IsSuccess }).Reference | Should -Be 'row-2'
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcJobFailed,*'
        $problem[0].TargetObject.Reference | Should -Be 'row-2'
        ($jobs | Where-Object Reference -EQ row-2).ErrorMessage | Should -Not -BeNullOrEmpty
    }

    It 'stops a try block at a failed job under -ErrorAction Stop' {
        $null = Connect-Rehearsal @{ FailedJobRate = 1 }
        $job = New-UgcVideo @boat
        { $job | Wait-UgcJob -ErrorAction Stop } | Should -Throw -ErrorId 'UgcJobFailed*'
    }

    It 'returns a job that takes too long as it is, and says how to go on' {
        $null = Connect-Rehearsal @{ VideoTime = 2 * 86400 }
        $job = New-UgcVideo @boat
        $back = $job | Wait-UgcJob -Timeout 600 -ErrorVariable problem @quiet
        $back.UgcId | Should -Be $job.UgcId
        $back.IsFinal | Should -BeFalse
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcWaitTimeout,*'
    }

    It 'takes <timeout> for ten minutes' -TestCases @(@{ timeout = 600 }, @{ timeout = '600' }, @{ timeout = '00:10:00' }, @{ timeout = [TimeSpan]::FromMinutes(10) }) {
        $null = Connect-Rehearsal @{ VideoTime = 2 * 86400 }
        $job = New-UgcVideo @boat
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = $job | Wait-UgcJob -Timeout $timeout -ErrorVariable problem @quiet
        # At 2000 simulated seconds in a real one. Taken for days, the job would have ended; for ticks, no time would pass.
        $watch.Elapsed.TotalSeconds | Should -BeGreaterThan 0.29
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcWaitTimeout,*'
    }

    It 'returns one job with -Any and leaves the others' {
        $null = Connect-Rehearsal @{ VideoTime = 60; Speed = 600 }
        $jobs = Get-Row 4 | New-UgcVideo
        $first = $jobs | Wait-UgcJob -Any
        @($first).Count | Should -Be 1
        $first.IsSuccess | Should -BeTrue
    }

    It 'waits for what a CSV file of jobs names' {
        $null = Connect-Rehearsal
        $file = Join-Path $TestDrive 'wait.csv'
        Get-Row 2 | New-UgcVideo | Export-Csv $file
        (Import-Csv $file | Wait-UgcJob | Sort-Object Reference).Reference | Should -Be 'row-1', 'row-2'
    }

    It 'gives an error for a job nobody has and returns the others' {
        $null = Connect-Rehearsal
        $job = New-UgcVideo @boat
        $jobs = 'clzz00000000000000000job1', $job.UgcId | Wait-UgcJob -ErrorVariable problem @quiet
        $jobs.UgcId | Should -Contain $job.UgcId
        @($problem.FullyQualifiedErrorId) -like 'UgcJobNotFound,*' | Should -HaveCount 1
    }

    It 'goes on through answers that fail: <kind>' -TestCases @(@{ kind = 'ServerError' }, @{ kind = 'LostReply' }, @{ kind = 'CutReply' }, @{ kind = 'HtmlError' }, @{ kind = 'TooManyRequests' }) {
        $null = Connect-Rehearsal @{ Speed = 6000; Faults = @{ Kind = $kind; On = 'Job'; Times = 2 } }
        (New-UgcVideo @boat | Wait-UgcJob @quiet).IsSuccess | Should -BeTrue
    }

    It 'goes on behind a cmdlet that takes its time' {
        $null = Connect-Rehearsal
        $shown = Get-Row 3 | New-UgcVideo | Wait-UgcJob | ForEach-Object { Start-Sleep -Milliseconds 50; $_ } | Sort-Object Reference | Out-String
        $shown | Should -Match '(?s)Completed.*Completed.*Completed'
    }

    It 'waits in ForEach-Object -Parallel through the session handed to it' {
        $null = Connect-Rehearsal
        $session = Get-UgcContext
        $done = Get-Row 2 | New-UgcVideo | ForEach-Object -Parallel { $_ | Wait-UgcJob -Session $using:session }
        $done.IsSuccess | Should -Be $true, $true
    }

    It 'is woken by a webhook, whose address it shows, and closes it' {
        # A video of a second, at the service's own speed: the first look would come after a minute.
        $null = Connect-Rehearsal @{ Speed = 1; VideoTime = 1 }
        $session = Get-UgcContext
        $job = New-UgcVideo @boat
        $waiting = [powershell]::Create().AddScript({ param($job, $session) $job | Wait-UgcJob -Session $session -WebhookPrefix auto }).AddArgument($job).AddArgument($session)
        $run = $waiting.BeginInvoke()
        Wait-Until { "$($waiting.Streams.Information)" -match 'http://localhost:\d+/[0-9a-f]{32}/' } | Should -BeTrue
        $address = [regex]::Match("$($waiting.Streams.Information)", 'http://\S+').Value
        Wait-Until { $job = $job | Get-UgcJob; $job.IsFinal } | Should -BeTrue
        $null = Invoke-WebRequest $address -Method Post -Body (@{ id = $job.UgcId } | ConvertTo-Json) -NoProxy
        Wait-Until { $run.IsCompleted } | Should -BeTrue
        $waiting.EndInvoke($run).IsSuccess | Should -BeTrue
        { Invoke-WebRequest $address -Method Post -Body 'x' -NoProxy -ErrorAction Stop } | Should -Throw
        $waiting.Dispose()
    }

    It 'waits all the same when no webhook comes' {
        $null = Connect-Rehearsal
        (Get-Row 2 | New-UgcVideo | Wait-UgcJob -WebhookPrefix auto @quiet).IsSuccess | Should -Be $true, $true
    }

    It 'refuses <prefix> for webhooks' -TestCases @(@{ prefix = 'https://localhost:8765/ugc/' }, @{ prefix = 'http://localhost:8765/ugc/?a=1' }, @{ prefix = 'localhost:8765' }) {
        $null = Connect-Rehearsal
        { 'clzzjob1' | Wait-UgcJob -WebhookPrefix $prefix } | Should -Throw -ErrorId 'UgcArgumentInvalid,*'
    }

    It 'returns nothing for nothing' {
        $null = Connect-Rehearsal
        @() | Wait-UgcJob -ErrorAction Stop | Should -BeNullOrEmpty
    }
}

Describe 'A wait in the background' {
    BeforeEach { $null = Connect-Rehearsal 6>$null }

    It 'returns a job, and the jobs of the service as its results' {
        $job = Get-Row 3 | New-UgcVideo @quiet | Wait-UgcJob -AsJob
        $job | Should -BeOfType UgcLab.UgcCommandJob
        $ended = Receive-Job $job -Wait -AutoRemoveJob @quiet
        $ended | Should -BeOfType UgcLab.UgcJob
        $ended.Status | Should -Be 'Completed', 'Completed', 'Completed'
    }

    It 'stops, and the jobs continue at the service' {
        $null = Connect-Rehearsal @{ VideoTime = 1e7 } 6>$null
        $job = Get-Row 2 | New-UgcVideo @quiet | Wait-UgcJob -AsJob -Timeout 0
        Stop-Job $job
        $job.State | Should -Be 'Stopped'
        "$($job.Information[-1])" | Should -BeLike 'Stopped. 2 jobs continue at the service. To save the remaining videos, run: *'
        $job | Remove-Job
    }

    It 'runs a script block at the end, with the jobs' {
        $global:seen = $null
        $ended = Get-Row 2 | New-UgcVideo @quiet | Wait-UgcJob -OnCompleted { $global:seen = $args[0]; throw 'It broke.' } @quiet
        $ended.Count | Should -Be 2
        $global:seen.UgcId | Should -Be $ended.UgcId
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Wait-UgcJob | Should -BeNullOrEmpty }
}
