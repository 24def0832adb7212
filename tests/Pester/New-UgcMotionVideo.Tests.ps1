BeforeAll {
    . $PSScriptRoot/common.ps1
    $dance = @{ ReferenceVideoUrl = 'https://example.com/dance.mp4' }
}

AfterAll { Disconnect-UgcLab }

Describe 'New-UgcMotionVideo' {
    BeforeEach {
        $service = Connect-Rehearsal
        $emma, $other = Get-UgcActor -Workflow ugcl-1.0 | Select-Object -First 2
    }

    It 'buys, waits and saves' {
        $folder = Join-Path $TestDrive ([Guid]::NewGuid())
        $saved = New-UgcMotionVideo 'Keeps the product in view' @dance -ActorId $emma -Duration 15 -Reference dance | Wait-UgcJob | Save-UgcVideo -Destination $folder -Name '{Reference}-{ActorName}'
        Split-Path -Leaf $saved.Path | Should -Be "dance-$($emma.Name).mp4"
        $saved.Job.Kind, $saved.Job.CreditsCharged, $saved.Job.Tier | Should -Be 'MotionVideo', 150, 'pro'
    }

    It 'is paid by the second, for each actor and take: <seconds> <quality>' -ForEach @(
        @{ seconds = 15; quality = 'std'; takes = 1; credits = 180 }, @{ seconds = '15.0'; quality = ''; takes = 2; credits = 600 }
        @{ seconds = 1; quality = 'pro'; takes = 1; credits = 20 }, @{ seconds = 30; quality = 'STD'; takes = 1; credits = 360 }
    ) {
        $video = @{ ActorId = "$($emma.Id);$($other.Id)"; Duration = $seconds; Quality = $quality; Variants = $takes } + $dance
        ($video | Measure-UgcVideo -Kind MotionVideo).Credits | Should -Be $credits
        (New-UgcMotionVideo @video | Measure-Object CreditsCharged -Sum).Sum | Should -Be $credits
    }

    It 'refuses a length of <length>' -ForEach @(
        @{ length = 0 }, @{ length = 31 }, @{ length = '0:15' }
    ) {
        New-UgcMotionVideo @dance -ActorId $emma -Duration $length -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcDurationNotAllowed,*'
        "$($problem[0])" | Should -BeLike "*'$length'*1 to 30 seconds*"
        (Get-Arrival $service).Create | Should -Be 0
    }

    It 'offers std and pro, and refuses the word of the other pages' {
        { New-UgcMotionVideo @dance -ActorId $emma -Duration 15 -Quality standard } | Should -Throw '*Valid values: std, pro.' -ErrorId 'ParameterArgumentValidationError*'
        @{ Quality = 'standard'; Duration = 15; ActorId = $emma.Id } + $dance | New-UgcMotionVideo -ErrorVariable problem @quiet
        "$($problem[0])" | Should -BeLike '*Did you mean std?*'
    }

    It 'takes the actors of its own list, piped, and no others' {
        ($emma, $other | New-UgcMotionVideo @dance -Duration 5).InputRow.Name | Should -Be $emma.Name, $other.Name
        Get-UgcActor Sarah | New-UgcMotionVideo @dance -Duration 5 -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcActorIdWorkflow,*'
        (Get-Arrival $service).Create | Should -Be 2
    }

    It 'needs a reference video at an address the service can reach' {
        New-UgcMotionVideo -ActorId $emma -Duration 5 -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcReferenceVideoUrlMissing,*'
        New-UgcMotionVideo -ActorId $emma -Duration 5 -ReferenceVideoUrl 'https://10.0.0.1/dance.mp4' -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcReferenceVideoUrlPrivate,*'
        (Get-Arrival $service).Create | Should -Be 0
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap New-UgcMotionVideo | Should -BeNullOrEmpty }
}
