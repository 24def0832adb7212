BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Disconnect-UgcLab' {
    It 'ends the session' {
        Connect-UgcLab -Simulator
        Disconnect-UgcLab
        Get-UgcContext | Should -BeNullOrEmpty
        { Get-UgcProject -ErrorAction Stop } | Should -Throw -ErrorId 'UgcNotConnected*'
    }

    It 'has nothing to say, with a session or without' {
        Connect-UgcLab -Simulator
        Disconnect-UgcLab | Should -BeNullOrEmpty
        { Disconnect-UgcLab -ErrorAction Stop } | Should -Not -Throw
    }

    It 'takes the record of a rehearsal without StatePath along' {
        $folder = (Connect-UgcLab -Simulator -PassThru).StateFolder
        $null = New-UgcVideo @boat
        $folder | Should -Exist
        Disconnect-UgcLab
        $folder | Should -Not -Exist
    }

    It 'leaves the record of a rehearsal with StatePath' {
        $folder = Connect-Rehearsal
        $null = New-UgcVideo @boat
        Disconnect-UgcLab
        Join-Path $folder 'ugclab.db' | Should -Exist
    }

    It 'ends the session of its own runspace alone' {
        Connect-UgcLab -Simulator -Model veo-3.1
        1 | ForEach-Object -Parallel { Connect-UgcLab -Simulator; Disconnect-UgcLab }
        (Get-UgcContext).Model | Should -Be 'veo-3.1'
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Disconnect-UgcLab | Should -BeNullOrEmpty }
}
