#include "commandline/programfolder.h"
#include "commandline/programrun.h"

#include <QRegularExpression>
#include <QTest>

#include <array>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace fs = std::filesystem;

namespace {

/// While it lives, OpenMP is as it comes, whatever the person who runs this has chosen, and tells
/// its settings on standard error.
class TellingOpenMp
{
public:
    TellingOpenMp()
    {
        qunsetenv("GOMP_SPINCOUNT");
        qunsetenv("OMP_WAIT_POLICY");
        qputenv("OMP_DISPLAY_ENV", "verbose");
    }

    ~TellingOpenMp()
    {
        for (const auto &[name, value] : m_before)
            value.isNull() ? qunsetenv(name) : qputenv(name, value);
    }

    TellingOpenMp(const TellingOpenMp &) = delete;
    TellingOpenMp &operator=(const TellingOpenMp &) = delete;

private:
    static std::pair<const char *, QByteArray> valueOf(const char *name)
    {
        return {name, qgetenv(name)};
    }

    const std::array<std::pair<const char *, QByteArray>, 3> m_before{
        valueOf("GOMP_SPINCOUNT"), valueOf("OMP_WAIT_POLICY"), valueOf("OMP_DISPLAY_ENV")};
};

/// A folder with the program's modules as they are.
void linkModules(const fs::path &folder)
{
    fs::create_directory(folder);
    for (const auto &file : fs::directory_iterator(MODULES)) {
        if (file.path().extension() == ".so")
            fs::create_symlink(file.path(), folder / file.path().filename().string());
    }
}

} // namespace

/// What the program loads, as the loader itself tells it, and what it does where that is not there.
class TestLoading : public QObject
{
    Q_OBJECT

private slots:
    void loadsWhatItNeeds_data();
    void loadsWhatItNeeds();
    void threadsSpinBriefly();
    void nobodyInheritsThat();
    void classifiesWithoutOnednn();
    void saysWhatLacksWithoutEither();

private:
    QSet<QString> loadedBy(const QStringList &arguments);
    void breakModule(const QString &name);
    QByteArray brokenModule(const char *title, const char *name) const;

    const ProgramFolder m_folder;
};

/// Of those that compute, by their names: "torch_cpu", not "libtorch_cpu.so.1.13".
QSet<QString> TestLoading::loadedBy(const QStringList &arguments)
{
    static const QRegularExpression computing(QStringLiteral(
        "calling init: .*/lib(inceptoscope_onednn|inceptoscope_torch|torch_cpu)\\.so"));
    qputenv("LD_DEBUG", "files");
    qputenv("LD_DEBUG_OUTPUT", m_folder.path("loader").toLocal8Bit());
    QProcess process;
    startProgram(process, arguments);
    const QString told = m_folder.path("loader") + QStringLiteral(".%1").arg(process.processId());
    const ProgramRun run = finished(process);
    qunsetenv("LD_DEBUG");
    qunsetenv("LD_DEBUG_OUTPUT");
    if (run.status != 0)
        qWarning("%s", run.err.constData());
    const QString text = QString::fromStdString(readFile(told.toStdString()));
    if (!text.contains(QStringLiteral("calling init: ")))
        return {QStringLiteral("the loader told nothing")};
    QSet<QString> libraries;
    for (const auto &match : computing.globalMatch(text))
        libraries.insert(match.captured(1));
    return libraries;
}

void TestLoading::loadsWhatItNeeds_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QSet<QString>>("libraries");
    const auto row = [](const char *name, const QStringList &arguments,
                        const QSet<QString> &libraries) {
        QTest::newRow(name) << arguments << libraries;
    };
    const QString photo = m_folder.path("7.png");
    const QSet<QString> onednn{"inceptoscope_onednn"};
    row("help", {"--help"}, {});
    row("networks", {"networks"}, {});
    row("describe", {"describe", "inception_v4"}, {});
    row("a diagram", {"describe", "inception_v4", "--svg", m_folder.path("v4.svg")}, {});
    row("weights", {"weights", "list"}, {});
    row("classify", {"classify", photo}, onednn);
    row("activations", {"activations", "--block", "stem", photo}, onednn);
    row("LibTorch", {"classify", "--engine", "torch", photo}, {"inceptoscope_torch", "torch_cpu"});
    row("occlusion", {"explain", "--method", "occlusion", "--stride", "40", photo}, onednn);
    row("Grad-CAM", {"explain", photo}, {"inceptoscope_onednn", "inceptoscope_torch", "torch_cpu"});
    row("window", {"--picture", m_folder.path("window.png"), photo}, onednn);
}

void TestLoading::loadsWhatItNeeds()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QSet<QString>, libraries);
    QCOMPARE(loadedBy(arguments), libraries);
}

/// The count is there before OpenMP is loaded, which reads it then.
void TestLoading::threadsSpinBriefly()
{
    const TellingOpenMp openMp;
    const QByteArray brief = runProgram({"networks"}).err;
    QVERIFY2(brief.contains("GOMP_SPINCOUNT = '5000'"), brief);
    qputenv("OMP_WAIT_POLICY", "active"); // a person's own choice
    const QByteArray spinning = runProgram({"networks"}).err;
    QVERIFY2(spinning.contains("OMP_WAIT_POLICY = 'ACTIVE'"), spinning);
    QVERIFY2(!spinning.contains("GOMP_SPINCOUNT = '5000'"), spinning);
}

/// What the program starts, such as a file manager, has the environment that the person made.
void TestLoading::nobodyInheritsThat()
{
    const TellingOpenMp openMp;
    const fs::path folder = m_folder / "telling";
    linkModules(folder);
    fs::remove(folder / "libinceptoscope_program.so");
    fs::create_symlink(TELLING_PROGRAM, folder / "libinceptoscope_program.so");
    qputenv("LD_LIBRARY_PATH", folder.c_str());
    const ProgramRun brief = runProgram({});
    qputenv("GOMP_SPINCOUNT", "7");
    const ProgramRun chosen = runProgram({});
    qunsetenv("LD_LIBRARY_PATH");
    QVERIFY2(brief.err.contains("GOMP_SPINCOUNT = '5000'"), brief.err);
    QCOMPARE(brief.out, QByteArray("GOMP_SPINCOUNT: none\n"));
    QVERIFY2(chosen.err.contains("GOMP_SPINCOUNT = '7'"), chosen.err);
    QCOMPARE(chosen.out, QByteArray("GOMP_SPINCOUNT: 7\n"));
}

/// The program's modules as they are, but for one that no loader takes.
void TestLoading::breakModule(const QString &name)
{
    const fs::path folder = m_folder / "modules";
    if (!fs::exists(folder)) {
        linkModules(folder);
        qputenv("LD_LIBRARY_PATH", folder.c_str());
    }
    const fs::path module = folder / name.toStdString();
    QVERIFY(fs::remove(module));
    writeFile(module, "broken");
}

/// "oneDNN could not be loaded: …"
QByteArray TestLoading::brokenModule(const char *title, const char *name) const
{
    return title + QByteArrayLiteral(" could not be loaded: ") + m_folder.path("modules/").toUtf8()
        + name + ": file too short";
}

void TestLoading::classifiesWithoutOnednn()
{
    breakModule(QStringLiteral("libinceptoscope_onednn.so"));
    const QByteArray reason = brokenModule("oneDNN", "libinceptoscope_onednn.so");
    const QString photo = m_folder.path("7.png");
    const ProgramRun run = runProgram({"classify", "--json", "--logits", photo});
    QCOMPARE(run.err,
             "inceptoscope: " + reason + "; LibTorch computes instead, which takes longer\n");
    QCOMPARE(run.status, 0);
    const std::vector<float> logits = parsed(run.out)["logits"];
    QCOMPARE(logits, m_folder.answerTo(photo)->logits);

    const ProgramRun measured = runProgram({"bench", "forward", "--runs", "1", "--json"});
    QCOMPARE(measured.err, run.err);
    const nlohmann::ordered_json read = parsed(measured.out);
    const std::string name = read["benchmarks"][0]["name"];
    QVERIFY2(name.starts_with("forward/tiny_inception_resnet_v2/torch/f32/"), name.c_str());

    const ProgramRun meant = runProgram({"classify", "--engine", "onednn", photo});
    QCOMPARE(meant.err, "inceptoscope: " + reason + "\n");
    QCOMPARE(meant.status, 1);
}

/// What needs neither works without both.
void TestLoading::saysWhatLacksWithoutEither()
{
    breakModule(QStringLiteral("libinceptoscope_onednn.so"));
    breakModule(QStringLiteral("libinceptoscope_torch.so"));
    const ProgramRun run = runProgram({"classify", m_folder.path("7.png")});
    QCOMPARE(run.err,
             "inceptoscope: " + brokenModule("oneDNN", "libinceptoscope_onednn.so") + "; "
                 + brokenModule("LibTorch", "libinceptoscope_torch.so") + "\n");
    QCOMPARE(run.status, 1);
    QCOMPARE(runProgram({"describe", "inception_v4"}).status, 0);
}

QTEST_GUILESS_MAIN(TestLoading)
#include "tst_loading.moc"
