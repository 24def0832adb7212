BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Get-UgcJob' {
    It 'asks the service how far a job is, and keeps what only the buyer knows' {
        $service = Connect-Rehearsal
        $bought = New-UgcVideo @boat -Reference boat-1
        $job = Get-UgcJob $bought.UgcId
        $job.Reference | Should -Be 'boat-1'
        $job.Prompt | Should -Be $boat.Prompt
        $job.CreditsCharged | Should -Be 35
        $job.Progress | Should -Not -BeNullOrEmpty
        (Get-Arrival $service).Job | Should -Be 1
    }

    It 'returns the jobs of the record without an id, and sends nothing' {
        $service = Connect-Rehearsal
        $null = Get-Row 3 | New-UgcVideo
        (Get-UgcJob).Reference | Should -Be 'row-1', 'row-2', 'row-3'
        (Get-Arrival $service).Job | Should -Be 0
    }

    It 'reads the record of an earlier session without any session' {
        Disconnect-UgcLab
        { Get-UgcJob -ErrorAction Stop } | Should -Not -Throw
        { Get-UgcJob clzz00000000000000000job1 -ErrorAction Stop } | Should -Throw -ErrorId 'UgcNotConnected*'
    }

    It 'takes no input for no jobs, and not for all of them' {
        $null = Connect-Rehearsal
        $null = Get-Row 2 | New-UgcVideo
        @() | Get-UgcJob | Should -BeNullOrEmpty
    }

    It 'gives one error for an unknown id, and continues' {
        $null = Connect-Rehearsal
        $bought = New-UgcVideo @boat
        $jobs = 'clzz00000000000000000job1', $bought.UgcId | Get-UgcJob -ErrorVariable problem @quiet
        $jobs.UgcId | Should -Be $bought.UgcId
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcJobNotFound,*'
    }

    It 'refuses what can be no id before it is sent' {
        $service = Connect-Rehearsal
        Get-UgcJob '../projects' -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcJobIdInvalid,*'
        (Get-Arrival $service).Any | Should -Be 0
    }

    It 'says of a row without a job what it misses' {
        $null = Connect-Rehearsal
        [pscustomobject] @{ Colour = 'red' } | Get-UgcJob -ErrorVariable problem @quiet
        "$($problem[0])" | Should -BeLike '*UgcId*'
    }
}

Describe 'Get-UgcJob and files' {
    BeforeAll {
        $service = Connect-Rehearsal
        $bought = Get-Row 2 @{ AspectRatio = '9:16'; Variants = 2; Market = 'EU' } | New-UgcVideo @quiet
    }

    It 'finds the jobs of a CSV file that they were exported to' {
        $file = Join-Path $TestDrive 'jobs.csv'
        $bought | Export-Csv $file
        $jobs = Import-Csv $file | Get-UgcJob
        $jobs.UgcId | Should -Be $bought.UgcId
        $jobs.VariantIndex | Should -Be 0, 1, 0, 1
        $jobs[0].InputRow.Prompt | Should -Be $bought[0].Prompt
    }

    It 'finds there what only the buyer knew, though the record is another one' {
        $file = Join-Path $TestDrive 'jobs2.csv'
        $bought | Export-Csv $file
        Disconnect-UgcLab
        $record = Join-Path $service 'ugclab.db'
        Rename-Item $record 'elsewhere'
        try {
            Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = $service; Speed = 2000 }
            $job = Import-Csv $file | Get-UgcJob | Select-Object -Last 1
            $job.Reference | Should -Be 'row-2'
            $job.AspectRatio | Should -Be '9:16'
            $job.VariantIndex | Should -Be 1
        }
        finally {
            Disconnect-UgcLab
            Remove-Item "$record*" -ErrorAction Ignore
            Rename-Item (Join-Path $service 'elsewhere') 'ugclab.db'
            Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = $service; Speed = 2000 }
        }
    }

    It 'writes columns of one value each' {
        $lines = $bought | ConvertTo-Csv
        $lines | Should -Not -Match 'System\.|Object\[\]|UgcLab\.'
        $row = $lines | ConvertFrom-Csv | Select-Object -Last 1
        $row.Status | Should -Be 'Pending'
        $row.Reference | Should -Be 'row-2'
        $row.CreditsCharged | Should -Be '35'
        $row.TotalCreditsCharged | Should -Be '70'
        $row.Prompt | Should -Be $bought[-1].Prompt
        $row.ProcessingSteps | Should -Be ''
    }

    It 'writes the steps of a job that is under way in one cell, in words' {
        $null = $bought | Wait-UgcJob
        $cell = ($bought[0] | Get-UgcJob | ConvertTo-Csv | ConvertFrom-Csv).ProcessingSteps
        $cell | Should -Match '^\w+: \w+(; \w+: \w+)*$'
    }

    It 'finds the jobs of a JSON text that they were converted to' {
        $jobs = $bought | ConvertTo-Json -Depth 4 -WarningVariable cut 3>$null | ConvertFrom-Json | Get-UgcJob
        $jobs.UgcId | Should -Be $bought.UgcId
        $cut | Should -BeNullOrEmpty
    }

    It 'writes JSON with plain values: <name>' -TestCases @(
        @{ name = 'UgcId'; type = 'String' }, @{ name = 'CreditsCharged'; type = 'Double' }, @{ name = 'CreatedAt'; type = 'DateTime' }, @{ name = 'VariantIndex'; type = 'Int64' }
    ) {
        $read = $bought[0] | ConvertTo-Json -Depth 4 | ConvertFrom-Json
        $read.$name | Should -Not -BeNullOrEmpty
        $read.$name.GetType().Name | Should -Be $type
        ($bought[0] | ConvertTo-Json -Depth 4 -EnumsAsStrings | ConvertFrom-Json).Status | Should -Be 'Pending'
    }

    It 'finds the jobs of Export-Clixml' {
        $file = Join-Path $TestDrive 'jobs.clixml'
        $bought | Export-Clixml $file
        (Import-Clixml $file | Get-UgcJob).UgcId | Should -Be $bought.UgcId
    }

    It 'finds the jobs of <what>' -TestCases @(
        @{ what = 'Select-Object'; make = { $bought | Select-Object UgcId, Reference } }
        @{ what = 'the record'; make = { Get-UgcHistory | Sort-Object Time } }
        @{ what = 'a list of ids'; make = { $bought.UgcId } }
        @{ what = 'hashtables'; make = { $bought | ForEach-Object { @{ UgcId = $_.UgcId } } } }
    ) {
        (& $make | Get-UgcJob).UgcId | Should -Be $bought.UgcId
    }

    It 'takes several ids at once by parameter, under its other names too' {
        (Get-UgcJob -UgcId $bought.UgcId).UgcId | Should -Be $bought.UgcId
        (Get-UgcJob -Id $bought[1].UgcId).UgcId | Should -Be $bought[1].UgcId
        (Get-UgcJob -JobId $bought[1].UgcId).UgcId | Should -Be $bought[1].UgcId
    }
}

Describe 'A job on the screen' {
    BeforeAll {
        $null = Connect-Rehearsal
        $job = New-UgcVideo @boat -Reference boat-1
    }

    It 'is a row of a table with words for headings' {
        $table = $job | Format-Table | Out-String -Width 200
        Get-Heading $table | Should -Be 'UgcId', 'Status', '%', 'Model', 'v', 'Credits', 'Row', 'Reference'
        $table | Should -Match "$($job.UgcId) +Pending +kling-2\.6 +0 +35 +boat-1"
    }

    It 'is a table without being asked' {
        Get-Heading ($job | Out-String -Width 200) | Should -Be (Get-Heading ($job | Format-Table | Out-String -Width 200))
    }

    It 'fits into 80 columns with its id and status whole' {
        $table = $job | Format-Table | Out-String -Width 80
        $table | Should -Match "$($job.UgcId) +Pending"
    }

    It 'is a list of all that is worth knowing with Format-List' {
        $list = $job | Format-List | Out-String -Width 200
        $list | Should -Match "(?m)^Prompt +: $($boat.Prompt)"
        $list | Should -Match '(?m)^RemainingCredits +: 9965'
        $list | Should -Not -Match '\$_'
    }

    It 'is its id in a text' {
        "$job" | Should -Be $job.UgcId
        $job.Id | Should -Be $job.UgcId
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Get-UgcJob | Should -BeNullOrEmpty }
}
