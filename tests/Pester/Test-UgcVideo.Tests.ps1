BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Test-UgcVideo' {
    BeforeEach { $service = Connect-Rehearsal }

    It 'sends nothing, whatever it is given' {
        $null = Get-Row 3 | Test-UgcVideo
        $null = Test-UgcVideo @boat
        (Get-Arrival $service).Any | Should -Be 0
        Get-UgcHistory | Should -BeNullOrEmpty
    }

    It 'returns a result for each row, with every fault of it at once' {
        $rows = Get-Row 3
        $rows[1].Duration = '7'
        $rows[1].Prompt = 'short'
        $results = $rows | Test-UgcVideo
        $results.RowNumber | Should -Be 1, 2, 3
        $results.IsValid | Should -Be $true, $false, $true
        $results[1].Faults.Code | Should -Be 'PromptLength', 'DurationNotAllowed'
        $results[1].InputRow.Reference | Should -Be 'row-2'
    }

    It 'agrees with New-UgcVideo row by row' {
        $rows = @(
            Get-Row 2
            Get-Row 1 @{ Duration = '' }
            Get-Row 1 @{ AspectRatio = '16:09:00' }
            Get-Row 1 @{ Variants = '9' }
            Get-Row 1 @{ Tier = 'pro' }
            Get-Row 1 @{ Model = 'sora-2-pro'; Duration = '10' }
            Get-Row 1 @{ ImageUrl = 'C:\boat.png' }
        )
        $valid = ($rows | Test-UgcVideo 3>$null | Where-Object IsValid).RowNumber
        ($rows | New-UgcVideo @quiet).RowNumber | Should -Be $valid
        $valid | Should -Be 1, 2
    }

    It 'says one True or False for all rows together with -Quiet' {
        Get-Row 3 | Test-UgcVideo -Quiet | Should -BeExactly $true
        @(Get-Row 2) + (Get-Row 1 @{ Duration = '7' }) | Test-UgcVideo -Quiet | Should -BeExactly $false
    }

    It 'needs no session once the row names its project' {
        Disconnect-UgcLab
        (Get-Row 1 @{ ProjectId = 'clzz0000000000000project1' } | Test-UgcVideo).IsValid | Should -BeTrue
        (Get-Row | Test-UgcVideo).Faults.Code | Should -Be 'ProjectIdMissing'
    }

    It 'stops at a mistyped header, as buying would' {
        { Get-Row 1 @{ Varients = '2' } | Test-UgcVideo } | Should -Throw '*did you mean Variants*' -ErrorId 'UgcColumnSuspicious*'
    }

    It 'takes rows as hashtables and as ordered dictionaries, and prompts as text' {
        (@{ Prompt = 'A paper boat in the rain'; Model = 'veo-3.1' } | Test-UgcVideo).IsValid | Should -BeTrue
        ([ordered] @{ Prompt = 'A paper boat in the rain'; Model = 'veo-3.1' } | Test-UgcVideo).IsValid | Should -BeTrue
        ('A paper boat in the rain' | Test-UgcVideo -Model veo-3.1).IsValid | Should -BeTrue
        ('{ "Prompt": "A paper boat in the rain", "Model": "kling-2.6", "Duration": 5 }' | ConvertFrom-Json | Test-UgcVideo).IsValid | Should -BeTrue
    }

    It 'says of a cell that holds a list that it does, rather than name its type' {
        $result = [pscustomobject] @{ Prompt = 'one long enough', 'another one'; Model = 'veo-3.1' } | Test-UgcVideo
        $result.Faults.Code | Should -Contain 'CellInvalid'
    }

    It 'leaves what was typed with a bad row to the rules: -<parameter> is completed' -TestCases @(@{ parameter = 'AspectRatio' }, @{ parameter = 'Duration' }) {
        $line = "Test-UgcVideo -Model veo-3.1 -$parameter "
        (TabExpansion2 $line $line.Length).CompletionMatches.Count | Should -BeGreaterThan 0
    }

    It 'shows a table with the row, and its faults in words' {
        $table = Get-Row 1 @{ Duration = '7' } | Test-UgcVideo | Format-Table | Out-String -Width 250
        Get-Heading $table | Should -Be 'Row', 'Valid', 'Videos', 'Reference', 'Model', 'Errors'
        $table | Should -Match "1 False +0 row-1 +kling-2\.6 +Duration '7' .*Did you mean 5\?"
    }

    It 'goes into a CSV file of faults that a colleague can read' {
        $file = Join-Path $TestDrive 'faults.csv'
        Get-Row 1 @{ Duration = '7' } | Test-UgcVideo |
            Select-Object RowNumber, Reference, @{ Name = 'Faults'; Expression = { $_.Faults -join ' ' } } | Export-Csv $file
        (Import-Csv $file).Faults | Should -BeLike "Duration '7' *Did you mean 5?"
    }
}

Describe 'Rows of a sheet that was not written for it' {
    BeforeEach { $service = Connect-Rehearsal }

    It 'takes a field from the column that -Column names, and says what it no longer reads' {
        $rows = @'
Ad text;Länge;Model;Prompt
A paper boat sails down a rainy street;5;kling-2.6;an older one
'@ | ConvertFrom-Csv -Delimiter ';'
        $result = $rows | Test-UgcVideo -Column @{ Prompt = 'ad text'; Duration = 'Länge' } -WarningVariable said 3>$null
        $result.IsValid | Should -BeTrue
        "$said" | Should -BeLike '*Columns not used: Prompt.*'
    }

    It 'stops at a column that is not there, and names those that are' {
        { Get-Row | Test-UgcVideo -Column @{ Prompt = 'Promt' } } | Should -Throw '*no column ''Promt''*Did you mean Prompt?*' -ErrorId 'UgcColumnSuspicious*'
        { Get-Row | Test-UgcVideo -Column @{ Colour = 'Prompt' } } | Should -Throw '*Valid fields: Prompt, Model*' -ErrorId 'UgcArgumentInvalid*'
    }

    It 'makes prompts of columns, and faults the row with a hole in its prompt' {
        $rows = "Color,Product,Model`red,mug,veo-3.1`,mug,veo-3.1" -replace '', "`n" | ConvertFrom-Csv
        $results = $rows | Test-UgcVideo -PromptTemplate 'A {color} {product} on a table'
        $results.IsValid | Should -Be $true, $false
        $results[1].Faults.Code | Should -Be 'PromptTemplateEmpty'
        { $rows | Test-UgcVideo -PromptTemplate 'A {Colr} mug' } | Should -Throw '*Did you mean Color?*' -ErrorId 'UgcColumnSuspicious*'
    }

    It 'faults the second row of one identity' {
        $rows = Get-Row 3 @{ RowId = 'same' }
        $rows[1].RowId = 'other'
        $results = $rows | Test-UgcVideo 3>$null
        $results.IsValid | Should -Be $true, $true, $false
        "$($results[2].Faults)" | Should -BeLike "*'same'*row 1*"
    }

    It 'reads <name> with its line numbers' -TestCases @(
        @{ name = 'a.csv'; lines = 'Prompt,Model,Duration', 'A paper boat sails by,kling-2.6,5', '', '"A paper', 'boat sails",kling-2.6,7'; line = 4 }
        @{ name = 'a.jsonl'; lines = '{"Prompt":"A paper boat sails by","Model":"kling-2.6","Duration":5}', '', '{"Prompt":"A paper\nboat sails","Model":"kling-2.6","Duration":7}'; line = 3 }
    ) {
        $path = Join-Path $TestDrive $name
        Set-Content -LiteralPath $path $lines
        $results = [UgcLab.Sheet]::Read($path) | Test-UgcVideo
        $results.IsValid | Should -Be $true, $false
        $results[1].Faults.Code | Should -Be 'DurationNotAllowed'
        $results[1].InputRow.LineNumber | Should -Be $line
        $results[1].InputRow.Cells['prompt'] | Should -BeLike "A paper*boat sails"
    }

    It 'reads a file of <count> rows' -TestCases @(@{ count = 20000 }) {
        $path = Join-Path $TestDrive 'many.jsonl'
        [IO.File]::WriteAllLines($path, [string[]] (1..$count).ForEach({ "{""RowId"":$_,""Prompt"":""A paper boat sails down street $_"",""Model"":""veo-3.1""}" }))
        [UgcLab.Sheet]::Read($path) | Test-UgcVideo -Quiet | Should -BeExactly $true
    }
}

Describe 'Test-UgcVideo -Kind' {
    It 'tests rows of a <kind> by its own rules' -ForEach @(
        @{ kind = 'TalkingActor'; row = @{ Script = 'Hi there, this is about tea'; Actions = 'Smiles and leans in'; Duration = '25s'; Actors = 'a1;b2'; RefineScript = 'yes' }; videos = 2; spoilt = 'Duration'; with = '20'; code = 'DurationNotAllowed' }
        @{ kind = 'ProductVideo'; row = @{ Script = 'Hi there, this is about tea'; Actions = 'Holds it up'; Length = '10s'; ActorId = 'a1'; Image = 'https://example.com/a.jpg' }; videos = 1; spoilt = 'Image'; with = ''; code = 'ProductImageUrlMissing' }
        @{ kind = 'MotionVideo'; row = @{ ActorId = 'a1'; VideoDuration = '15.0'; ReferenceVideo = 'https://example.com/a.mp4'; Count = 3 }; videos = 3; spoilt = 'VideoDuration'; with = '31'; code = 'DurationNotAllowed' }
        @{ kind = 'TalkingActor'; row = @{ Script = 'Hi there, this is about tea'; Actions = 'Smiles and leans in'; Duration = '10s'; CustomActor = '{"characterDescription":"A man"}' }; videos = 1; spoilt = 'CustomActor'; with = 'A man'; code = 'CustomActorInvalid' }
    ) {
        $null = Connect-Rehearsal
        $result = $row | Test-UgcVideo -Kind $kind
        $result.Faults.Code | Should -BeNullOrEmpty
        $result.Videos | Should -Be $videos
        $row[$spoilt] = $with
        ($row | Test-UgcVideo -Kind $kind).Faults.Code | Should -Be $code
    }

    It 'stops at a column that is nearly one of the kind''s' {
        { @{ Script = 'Hi there, this is about tea'; Actoin = 'Smiles' } | Test-UgcVideo -Kind TalkingActor } | Should -Throw '*did you mean Action?*' -ErrorId 'UgcColumnSuspicious*'
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, the model''s own too, with an example' { Get-HelpGap Test-UgcVideo | Should -BeNullOrEmpty }
}
