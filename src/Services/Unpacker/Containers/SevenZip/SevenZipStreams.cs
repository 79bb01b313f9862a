using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.SevenZip;

/// <summary>The part of a header that tells where the data are and how they are packed.</summary>
internal sealed record SevenZipStreams
{
    /// <summary>Where the packed data begin, counted from behind the file's first header.</summary>
    public long PackOffset { get; private init; }

    public IReadOnlyList<long> PackSizes { get; private init; } = [];

    public IReadOnlyList<SevenZipFolder> Folders { get; private init; } = [];

    /// <summary>What comes out of each output of the first folder.</summary>
    public IReadOnlyList<long> FirstSizes { get; private init; } = [];

    /// <summary>The CRC of what comes out of each folder, where there is one.</summary>
    public IReadOnlyList<uint?> Crcs { get; private init; } = [];

    public static SevenZipStreams Read(SevenZipBytes bytes)
    {
        var streams = new SevenZipStreams();
        while (bytes.ReadId() is var id && id is not SevenZipId.End)
        {
            switch (id)
            {
                case SevenZipId.PackInfo:
                    streams = ReadPackInfo(bytes, streams);
                    break;
                case SevenZipId.UnpackInfo:
                    streams = ReadUnpackInfo(bytes, streams);
                    break;
                case SevenZipId.SubStreams:
                    ReadSubStreams(bytes, streams);
                    break;
                default:
                    throw RefusedException.Corrupt("Its header is damaged.");
            }
        }

        return streams;
    }

    private static SevenZipStreams ReadPackInfo(SevenZipBytes bytes, SevenZipStreams streams)
    {
        var offset = (long)Math.Min(long.MaxValue, bytes.ReadNumber());
        var count = bytes.ReadCount();
        bytes.SkipTo(SevenZipId.Size);
        var sizes = ReadSizes(bytes, count);
        while (bytes.ReadId() is var id && id is not SevenZipId.End)
        {
            if (id is SevenZipId.Crc)
            {
                bytes.ReadDigests(count);
            }
            else
            {
                bytes.SkipSized();
            }
        }

        return streams with { PackOffset = offset, PackSizes = sizes };
    }

    private static SevenZipStreams ReadUnpackInfo(SevenZipBytes bytes, SevenZipStreams streams)
    {
        bytes.SkipTo(SevenZipId.Folder);
        var count = bytes.ReadCount();
        if (bytes.ReadByte() != 0)
        {
            throw RefusedException.Unsupported("Its header is spread over several streams.");
        }

        var folders = new List<SevenZipFolder>();
        for (var i = 0; i < count; i++)
        {
            folders.Add(SevenZipFolder.Read(bytes));
        }

        bytes.SkipTo(SevenZipId.CodersUnpackSize);
        var sizes = folders.Select(folder => ReadSizes(bytes, folder.OutputCount)).ToArray();
        var crcs = new uint?[count];
        while (bytes.ReadId() is var id && id is not SevenZipId.End)
        {
            if (id is SevenZipId.Crc)
            {
                crcs = bytes.ReadDigests(count);
            }
            else
            {
                bytes.SkipSized();
            }
        }

        return streams with { Folders = folders, FirstSizes = sizes.FirstOrDefault() ?? [], Crcs = crcs };
    }

    private static void ReadSubStreams(SevenZipBytes bytes, SevenZipStreams streams)
    {
        var counts = Enumerable.Repeat(1, streams.Folders.Count).ToArray();
        var id = bytes.ReadId();
        while (id is not (SevenZipId.End or SevenZipId.Size or SevenZipId.Crc))
        {
            if (id is SevenZipId.NumUnpackStream)
            {
                for (var i = 0; i < counts.Length; i++)
                {
                    counts[i] = bytes.ReadCount();
                }
            }
            else
            {
                bytes.SkipSized();
            }

            id = bytes.ReadId();
        }

        // Each folder's streams but its last have their size here, and each of them a name later on.
        if (counts.Sum(count => (long)count) > bytes.Left + counts.Length)
        {
            throw RefusedException.Corrupt("Its header declares more files than it can hold.");
        }

        if (id is SevenZipId.Size)
        {
            foreach (var count in counts)
            {
                ReadSizes(bytes, Math.Max(0, count - 1));
            }

            id = bytes.ReadId();
        }

        // A folder of one file whose CRC is known has told it already.
        var digests = counts.Where((count, folder) => count != 1 || streams.Crcs[folder] is null).Sum();
        while (id is not SevenZipId.End)
        {
            if (id is SevenZipId.Crc)
            {
                bytes.ReadDigests(digests);
            }
            else
            {
                bytes.SkipSized();
            }

            id = bytes.ReadId();
        }
    }

    private static long[] ReadSizes(SevenZipBytes bytes, int count)
    {
        var sizes = new long[count];
        for (var i = 0; i < count; i++)
        {
            var size = bytes.ReadNumber();
            sizes[i] = size <= long.MaxValue ? (long)size : throw RefusedException.Corrupt("Its header is damaged.");
        }

        return sizes;
    }
}
