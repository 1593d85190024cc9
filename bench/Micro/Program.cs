using Realtime.Bench.Micro;

AudioBenchmark.Run(Console.Out);
TranslationBenchmark.Run(Console.Out);
