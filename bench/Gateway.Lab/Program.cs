using Gateway.Lab.Commands;

return await LabCommandLine.RunAsync(args, CancellationToken.None);
