using Karton.LoadTest;

return await LoadTestCommandLine.RunAsync(args);
