BeforeAll {
    . $PSScriptRoot/common.ps1
    Disconnect-UgcLab
}

Describe 'Get-UgcModel' {
    It 'lists the models without a session' {
        (Get-UgcModel -Kind Video).Name | Should -Be 'sora-2-pro', 'veo-3.1', 'kling-2.6'
        (Get-UgcModel).Kind | Select-Object -Unique | Should -Be 'Video', 'Image', 'TalkingActor', 'ProductVideo', 'MotionVideo'
        (Get-UgcModel ugcl-2.0 -Kind ProductVideo).Prices.Credits | Should -Be 63, 88, 75, 125, 113, 113
    }

    It 'finds them by wildcard, whatever the case, and from the pipeline' {
        (Get-UgcModel KLING*).Name | Should -Be 'kling-2.6'
        ('veo*', 'sora*' | Get-UgcModel).Name | Should -Be 'veo-3.1', 'sora-2-pro'
        ([pscustomobject] @{ Model = 'veo-3.1' } | Get-UgcModel).Name | Should -Be 'veo-3.1'
    }

    It 'returns nothing for a name nobody has' {
        Get-UgcModel 'sora-9' | Should -BeNullOrEmpty
    }

    It 'shows a table with words for headings and values in one cell each' {
        $table = Get-UgcModel | Format-Table | Out-String -Width 200
        Get-Heading $table | Should -Be 'Kind', 'Name', 'Duration', 'AspectRatio', 'Tier'
        $table | Should -Match '(?m)^Video +kling-2\.6 +5, 10 +9:16, 16:9, 1:1'
    }

    It 'shows in a list the day and the page it was read from' {
        Get-UgcModel veo-3.1 | Format-List | Out-String | Should -Match '(?s)DocumentedOn +: \S+.*Source +: ugclab\.app/docs/video'
    }

    It 'knows what New-UgcVideo lets one type' {
        foreach ($model in Get-UgcModel -Kind Video) {
            $line = "New-UgcVideo -Model $($model.Name) -Duration "
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Sort-Object | Should -Be ($model.Durations | Sort-Object)
            $line = "New-UgcVideo -Model $($model.Name) -AspectRatio "
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText.Trim("'") | Sort-Object | Should -Be ($model.AspectRatios | Sort-Object)
        }
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Get-UgcModel | Should -BeNullOrEmpty }
}
