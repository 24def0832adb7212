BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Get-UgcContext' {
    It 'returns nothing when no session is open' {
        Disconnect-UgcLab
        Get-UgcContext -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'shows where the session goes, its defaults and its pace, each under a name' {
        Connect-UgcLab -Simulator -Model veo-3.1 -Destination $TestDrive -CreationLimit 7
        $shown = Get-UgcContext | Out-String -Width 200
        $shown | Should -Match '(?m)^BaseUri +: https://'
        $shown | Should -Match '(?m)^IsSimulator +: True'
        $shown | Should -Match '(?m)^Model +: veo-3\.1'
        $shown | Should -Match '(?m)^CreationLimit +: 7/hour'
        $shown | Should -Not -Match '\$_'
    }

    It 'shows no member that could hold the key' {
        Connect-UgcLab -Simulator
        Get-UgcContext | Get-Member -MemberType Properties | Where-Object Name -Match 'key|secret|token' | ForEach-Object Name | Should -Be 'KeySource'
        Get-UgcContext | ConvertTo-Json -Depth 5 | Should -Not -Match 'ugc_[0-9a-f]{8}'
    }

    It 'shows the session of the process in a runspace that has none' {
        Connect-UgcLab -Simulator -Model veo-3.1
        1..2 | ForEach-Object -Parallel { (Get-UgcContext).Model } | Should -Be 'veo-3.1', 'veo-3.1'
        (Start-ThreadJob { (Get-UgcContext).Model } | Receive-Job -Wait -AutoRemoveJob) | Should -Be 'veo-3.1'
    }

    It 'shows the session that is handed to it' {
        Connect-UgcLab -Simulator -Model veo-3.1
        $session = Connect-UgcLab -Simulator -Model kling-2.6 -PassThru
        1 | ForEach-Object -Parallel { (Get-UgcContext -Session $using:session).Model } | Should -Be 'kling-2.6'
    }

    It 'opens no session by itself when the environment has a key' {
        Disconnect-UgcLab
        $env:UGCLAB_API_KEY = 'ugc_' + ('0' * 48)
        try { Get-UgcContext | Should -BeNullOrEmpty }
        finally { Remove-Item Env:UGCLAB_API_KEY }
    }
}

Describe 'The settings' {
    It 'shows those of a session that was opened with the key in the environment' {
        $env:UGCLAB_API_KEY = 'ugc_' + ('0' * 48)
        try {
            $shown = Invoke-Child "Import-Module '$built/UgcLab'; `$null = Get-UgcLimit 6>`$null; (Get-UgcContext).Settings | ForEach-Object { `$_.Name + ' ' + `$_.Source }"
            $shown | Should -Contain 'KeySource environment'
            $shown | Should -Contain 'BaseUri default'
            $shown | Should -Contain 'StateFolder environment'
            $shown | Should -Contain 'Model default'
        }
        finally { Remove-Item Env:UGCLAB_API_KEY }
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Get-UgcContext | Should -BeNullOrEmpty }
}
