namespace Karton.Services.Classifier.Tests.Samples;

/// <summary>Harmless texts with the words of their languages.</summary>
internal static class Scripts
{
    public const string VisualBasic =
        """
        On Error Resume Next
        Dim shell, number
        Set shell = CreateObject("WScript.Shell")
        Function Add(a, b)
            Add = a + b
        End Function
        If Add(1, 2) = 3 Then
            MsgBox "three"
        End If
        """;

    public const string Java =
        """
        var words = ['a', 'b'], text = '';
        (function (list) {
            for (var i = 0; i < list.length; i++) {
                text += String.fromCharCode(list[i].charCodeAt(0) + 1);
            }
        })(words);
        var shell = new ActiveXObject('Scripting.FileSystemObject');
        """;

    public const string PowerShell =
        """
        param([string] $name = "world")
        $bytes = [System.Text.Encoding]::UTF8.GetBytes("hello $name")
        $items = New-Object System.Collections.ArrayList
        $bytes | ForEach-Object { $items.Add($_) | Out-Null }
        Write-Host ($items -join ",")
        """;

    public const string Mail =
        """
        Return-Path: <a@example.org>
        Received: from a.example.org by b.example.org; Tue, 3 Mar 2020 10:00:00 +0000
        From: A <a@example.org>
        To: B <b@example.org>
        Subject: hello
        Date: Tue, 3 Mar 2020 10:00:00 +0000
        Message-ID: <1@example.org>
        MIME-Version: 1.0

        Hello!
        """;
}
