BeforeAll {
    . $PSScriptRoot/common.ps1
    $words = @{ Script = 'I have used this every morning for a month.'; Actions = 'Holds the jar up, turns it, smiles'; Duration = '15s' }
    $jar = 'https://example.com/jar.jpg'
}

AfterAll { Disconnect-UgcLab }

Describe 'New-UgcProductVideo' {
    BeforeEach {
        $service = Connect-Rehearsal
        $sarah = Get-UgcActor Sarah
    }

    It 'buys, waits and saves' {
        $folder = Join-Path $TestDrive ([Guid]::NewGuid())
        $saved = New-UgcProductVideo @words -ProductImageUrl $jar -ActorId $sarah -Reference jar | Wait-UgcJob | Save-UgcVideo -Destination $folder -Name '{Reference}-{ActorName}'
        Split-Path -Leaf $saved.Path | Should -Be 'jar-Sarah.mp4'
        $saved.Job.Kind, $saved.Job.CreditsCharged, $saved.Job.ImageUrl | Should -Be 'ProductVideo', 75, $jar
    }

    It 'buys a sheet of products, columns found by name' {
        $file = New-CsvFile "Sku;Script;Actions;Product Image;Length`njar;I have used this every morning.;Holds the jar up;$jar;15s`nmug;I drink from this every morning.;Lifts the mug;https://example.com/mug.jpg;10s"
        $jobs = Import-Csv $file -Delimiter ';' | New-UgcProductVideo -ActorId $sarah
        $jobs.Reference | Should -Be 'jar', 'mug'
        $jobs.CreditsCharged | Should -Be 75, 63
    }

    It 'charges <credits> for <duration> <tier>, as documented' -ForEach @(
        @{ duration = '10s'; tier = 'standard'; credits = 63 }, @{ duration = '10s'; tier = 'pro'; credits = 88 }
        @{ duration = '15s'; tier = ''; credits = 75 }, @{ duration = '15s'; tier = 'pro'; credits = 125 }
        @{ duration = '25s'; tier = 'standard'; credits = 113 }, @{ duration = '25s'; tier = 'pro'; credits = 113 }
    ) {
        $row = @{ Script = $words.Script; Actions = $words.Actions; Duration = $duration; Tier = $tier; ProductImageUrl = $jar; ActorId = $sarah.Id }
        ($row | Measure-UgcVideo -Kind ProductVideo).Credits | Should -Be $credits
        ($row | New-UgcProductVideo).CreditsCharged | Should -Be $credits
    }

    It 'refuses a script of 501 characters, which a talking actor would take' {
        $long = $words.Clone(); $long.Script = 'x' * 501
        New-UgcProductVideo @long -ProductImageUrl $jar -ActorId $sarah -ErrorVariable problem @quiet
        "$($problem[0])" | Should -BeLike '*Script has 501 characters; 10 to 500 are taken*'
        (Get-Arrival $service).Create | Should -Be 0
        (New-UgcTalkingActor @long -ActorId $sarah -WhatIf -ErrorVariable problem @quiet)
        $problem | Should -BeNullOrEmpty
    }

    It 'asks for the product: <address>' -ForEach @(
        @{ address = ''; id = 'UgcProductImageUrlMissing' }, @{ address = 'http://example.com/jar.jpg'; id = 'UgcProductImageUrlScheme' }
        @{ address = 'https://localhost/jar.jpg'; id = 'UgcProductImageUrlPrivate' }
    ) {
        New-UgcProductVideo @words -ProductImageUrl $address -ActorId $sarah -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
        (Get-Arrival $service).Create | Should -Be 0
    }

    It 'tells of a picture that the service cannot fetch, and charges nothing' {
        New-UgcProductVideo @words -ProductImageUrl 'https://unreachable.example/jar.jpg' -ActorId $sarah -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcImageDownloadFailed,*'
        Get-Sold $service | Should -BeNullOrEmpty
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap New-UgcProductVideo | Should -BeNullOrEmpty }
}
