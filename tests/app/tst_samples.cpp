#include "images/imagedecoder.h"
#include "resourcelocator.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace inceptoscope;

class TestSamples : public QObject
{
    Q_OBJECT

private slots:
    void everyFileHasItsProvenance();
    void everyPictureDecodes_data();
    void everyPictureDecodes();
};

static QStringList picturesInFolder()
{
    return QDir(resourcePath(QStringLiteral("samples")))
        .entryList({QStringLiteral("*.jpg")}, QDir::Files, QDir::Name);
}

void TestSamples::everyFileHasItsProvenance()
{
    QFile page(resourcePath(QStringLiteral("samples/PROVENANCE.md")));
    QVERIFY(page.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(page.readAll());
    const QDir folder(resourcePath(QStringLiteral("samples")));
    QStringList files = folder.entryList(QDir::Files, QDir::Name);
    QVERIFY(files.removeOne(QStringLiteral("PROVENANCE.md")));
    for (const QString &name : std::as_const(files))
        QVERIFY2(text.contains(u'`' + name + u'`'), qPrintable(name));

    QStringList described;
    const QRegularExpression row(QStringLiteral(R"(^\| `([^`]+)`)"),
                                 QRegularExpression::MultilineOption);
    for (const QRegularExpressionMatch &match : row.globalMatch(text))
        described += match.captured(1);
    described.sort();
    QCOMPARE(described, picturesInFolder());
    QVERIFY(described.size() >= 6);
}

void TestSamples::everyPictureDecodes_data()
{
    QTest::addColumn<QString>("path");
    for (const QString &name : picturesInFolder())
        QTest::newRow(qPrintable(name)) << resourcePath(QStringLiteral("samples/") + name);
}

void TestSamples::everyPictureDecodes()
{
    QFETCH(QString, path);

    const auto image = decodeImage(path);
    QVERIFY2(image, image ? "" : image.error().message.c_str());
    QVERIFY(image->width() >= 299 && image->height() >= 299);
}

QTEST_GUILESS_MAIN(TestSamples)
#include "tst_samples.moc"
