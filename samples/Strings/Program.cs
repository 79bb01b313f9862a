using Karton.Samples.Strings;
using Karton.Sdk;
using Karton.Sdk.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<IObjectStore>(new FileObjectStore("objects"));
builder.Services.AddKarton(karton => karton.AddConsumer<StringsService>());
await builder.Build().RunAsync();
