using Karton.Samples.Strings;
using Karton.Sdk;
using Karton.Sdk.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<IObjectStore>(new FileObjectStore("objects"));
builder.AddKarton(args, karton => karton.AddConsumer<StringsService>());
return await builder.Build().RunKartonAsync();
