# One image for every process of Karton: docker build -t karton . && docker run --rm karton --help
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source

# What the packages depend on comes first: they are restored again only when one of these changes.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY src/Contracts/Karton.Contracts.csproj src/Contracts/
COPY src/Sdk/Karton.Sdk.csproj src/Sdk/
COPY src/Tracking/Karton.Tracking.csproj src/Tracking/
COPY src/Services/Classifier/Karton.Services.Classifier.csproj src/Services/Classifier/
COPY src/Services/Unpacker/Karton.Services.Unpacker.csproj src/Services/Unpacker/
COPY src/Gateway/Karton.Gateway.csproj src/Gateway/
COPY src/Cli/Karton.Cli.csproj src/Cli/
RUN dotnet restore src/Cli/Karton.Cli.csproj

COPY .editorconfig BannedSymbols.txt ./
COPY src/ src/
RUN dotnet publish src/Cli/Karton.Cli.csproj --configuration Release --no-restore --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble
# libmagic1t64: the classifier's engine, with its table of file types.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libmagic1t64 \
    && rm -rf /var/lib/apt/lists/*
COPY --chmod=0555 deploy/healthy /usr/local/bin/healthy
COPY --from=build /app /app

# Nobody attaches to it: what a debugger would need is not even made.
ENV DOTNET_EnableDiagnostics=0
# The base image has this user.
USER $APP_UID
WORKDIR /tmp
ENTRYPOINT ["/app/karton"]
CMD ["--help"]
