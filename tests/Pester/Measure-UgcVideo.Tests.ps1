BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Measure-UgcVideo' {
    BeforeEach { $service = Connect-Rehearsal }

    It 'sends nothing, whatever it is given' {
        $null = Get-Row 3 | Measure-UgcVideo
        $null = Get-Row 3 | Measure-UgcVideo -PerRow
        $null = Measure-UgcVideo @boat
        (Get-Arrival $service).Any | Should -Be 0
        Get-UgcHistory | Should -BeNullOrEmpty
    }

    It 'learns what things cost from what was bought' {
        $null = Get-Row 1 | New-UgcVideo
        $estimate = Get-Row 4 @{ Variants = '2' } | Measure-UgcVideo
        $estimate.Requests, $estimate.Videos, $estimate.Credits, $estimate.BalanceAfter | Should -Be 4, 8, 280, 9685
        $estimate.Prices.Credits | Should -Be 35
        "$estimate" | Should -BeLike '4 requests for 8 videos: 280 credits, known from 1 earlier charge, *'
    }

    It 'is right: buying costs what it said' {
        $null = Get-Row 1 | New-UgcVideo
        $rows = Get-Row 3 @{ Variants = '2' }
        $estimate = $rows | Measure-UgcVideo
        $jobs = $rows | New-UgcVideo
        ($jobs | Measure-Object CreditsCharged -Sum).Sum | Should -Be $estimate.Credits
        $jobs[-1].RemainingCredits | Should -Be $estimate.BalanceAfter
    }

    It 'never shows a part as the whole' {
        $null = Get-Row 1 | New-UgcVideo
        $estimate = @(Get-Row 2) + (Get-Row 1 @{ Duration = '10' }) | Measure-UgcVideo
        $estimate.Credits | Should -BeNullOrEmpty
        $estimate.KnownCredits | Should -Be 70
        $estimate.UnknownKinds | Should -Be 'kling-2.6, 10 s'
        $estimate.BalanceAfter | Should -BeNullOrEmpty
    }

    It 'gives the errors of rows with faults, and an estimate without them' {
        $rows = @(Get-Row 2) + (Get-Row 1 @{ Duration = '7' })
        $estimate = $rows | Measure-UgcVideo -ErrorVariable problem @quiet
        $estimate.Requests, $estimate.InvalidRows | Should -Be 2, 1
        "$($problem[0])" | Should -BeLike 'Row 3: *7*'
        "$estimate" | Should -BeLike '*1 invalid row isn''t counted.'
    }

    It 'needs no session once the row names its project' {
        Disconnect-UgcLab
        (Get-Row 1 @{ ProjectId = 'clzz0000000000000project1' } | Measure-UgcVideo).Requests | Should -Be 1
    }

    It 'says how long a long sheet takes at the limits' {
        Disconnect-UgcLab
        (Get-Row 250 @{ ProjectId = 'clzz0000000000000project1' } | Measure-UgcVideo).SendingTime | Should -Be ([timespan] '02:02')
    }

    It 'stops at a mistyped header, as buying would' {
        { Get-Row 1 @{ Varients = '2' } | Measure-UgcVideo } | Should -Throw '*did you mean Variants*' -ErrorId 'UgcColumnSuspicious*'
    }

    It 'shows a sheet of rows as a table, and their sum as a list' {
        $null = Get-Row 1 | New-UgcVideo
        $rows = @(Get-Row 1) + (Get-Row 1 @{ Duration = '10' })
        $table = $rows | Measure-UgcVideo -PerRow | Out-String -Width 120
        Get-Heading ($table -replace 'Unknown price', 'Unknown') | Should -Be 'Row', 'Videos', 'Credits', 'Unknown', 'Reference'
        $table | Should -Match '1 +1 +35 +row-1'
        $table | Should -Match '2 +1 +kling-2\.6, 10 s +row-1'
        $rows | Measure-UgcVideo | Out-String -Width 200 | Should -Match 'KnownCredits +: 35'
    }

    It 'goes into a CSV file with words in its cells' {
        $null = Get-Row 1 | New-UgcVideo
        $file = Join-Path $TestDrive 'estimate.csv'
        @(Get-Row 1) + (Get-Row 1 @{ Duration = '10' }) | Measure-UgcVideo -PerRow | Export-Csv $file
        $back = Import-Csv $file
        $back[0].Prices | Should -Be 'kling-2.6, 5 s: 35'
        $back[1].UnknownKinds | Should -Be 'kling-2.6, 10 s'
        $back.Credits | Should -Be '35', ''
    }
}

Describe 'Measure-UgcVideo -Kind' {
    BeforeEach { $service = Connect-Rehearsal }

    It 'knows documented prices before anything was bought, and says where they are from' {
        $rows = 1..3 | ForEach-Object { @{ Script = "Hi there, this is number $_"; Actions = 'Smiles and leans in'; Duration = '10s'; Tier = 'pro'; ActorId = 'a1;b2' } }
        $estimate = $rows | Measure-UgcVideo -Kind TalkingActor
        $estimate.Requests, $estimate.Videos, $estimate.Credits | Should -Be 3, 6, 528
        $estimate.Prices[0].Charges | Should -Be 0
        $estimate.Prices[0].Source | Should -BeLike '*docs/product-in-hand*'
        "$estimate" | Should -BeLike '*528 credits, known from the documentation of 20*'
        (Get-Arrival $service).Any | Should -Be 0
    }

    It 'takes what was really charged once something was bought' {
        $dear = Connect-Rehearsal @{ Prices = @{ 'talking-actor/15s/standard' = 80 } }
        $video = @{ Script = 'Hi there, this is about tea'; Actions = 'Smiles and leans in'; Duration = '15s'; ActorId = (Get-UgcActor Sarah).Id }
        (Measure-UgcVideo -Kind TalkingActor @video).Credits | Should -Be 75
        $null = New-UgcTalkingActor @video
        $estimate = Measure-UgcVideo -Kind TalkingActor @video
        $estimate.Credits, $estimate.Prices[0].Charges, $estimate.Prices[0].Source | Should -Be 80, 1, $null
        (Get-Arrival $dear).Create | Should -Be 1
    }

    It 'knows no price of ugcl-1.0, and reckons a part of a second as a whole one' {
        (Measure-UgcVideo -Kind TalkingActor -WorkflowType ugcl-1.0 -Script 'Hi' @quiet).UnknownKinds | Should -BeLike 'talking-actor*ugcl-1.0*'
        (Measure-UgcVideo -Kind MotionVideo -ActorId a1 -Duration 7.5 -ReferenceVideoUrl https://example.com/a.mp4).Credits | Should -Be 80
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, the model''s own too, with an example' { Get-HelpGap Measure-UgcVideo | Should -BeNullOrEmpty }
}
