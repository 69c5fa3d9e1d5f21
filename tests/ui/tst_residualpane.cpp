#include "common/messagebar.h"
#include "engine/engine.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "images/imageconversion.h"
#include "predictions/predictionspane.h"
#include "residual/residualpane.h"
#include "residual/residualplot.h"
#include "residual/scaleslider.h"
#include "support/await.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"
#include "window/mainwindow.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSettings>
#include <QTest>

#include <cmath>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// The residual pane in the window, used as a person would.
class TestResidualPane : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void showsWhatEachBlockAdds();
    void aClickChoosesABlock();
    void theSliderChangesEveryBlock();
    void onlyTheSelectedBlock();
    void asPublishedIsOneClickAway();
    void anotherNetworkBeginsAsPublished();
    void isForResidualNetworks();
    void saysThatANetworkIsDead();

private:
    CatalogueEntry entryOf(const ModelDescription &description, const Weights &weights);
    std::vector<float> computed(const ResidualScales &scales) const;
    bool isAnsweredWith(const ResidualScales &scales) const;
    Explorer &explorer() { return *m_window->explorer(); }
    ResidualPane &pane() { return *m_window->explorePage()->residuals(); }
    template<typename Control> Control &control(const char *name)
    {
        return *pane().findChild<Control *>(QString::fromLatin1(name));
    }

    TemporaryFolder m_folder;
    NetworkCatalogue m_catalogue;
    std::unique_ptr<MainWindow> m_window;
};

CatalogueEntry TestResidualPane::entryOf(const ModelDescription &description,
                                         const Weights &weights)
{
    const auto path = m_folder.path() / (description.id + ".safetensors");
    if (!saveModel(path, description, weights))
        return {};
    CatalogueEntry entry;
    entry.id = description.id;
    entry.title = description.title;
    entry.network = description.network;
    entry.options = description.options;
    entry.weights = CatalogueEntry::Weights::Installed;
    entry.file = path;
    return entry;
}

void TestResidualPane::initTestCase()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope,
                       QString::fromStdString(m_folder.path().string()));
    const ModelDescription residual = tinyDescription("inception_resnet_v2");
    const ModelDescription plain = tinyDescription("inception_v4");
    ModelDescription dead = plain;
    dead.id = "dead";
    dead.title = "Dead";
    std::vector<Weights::Entry> nothing;
    const NetworkGraph graph = buildDescribed(plain).value();
    const Weights alive = randomWeights(graph);
    for (Weights::Entry entry : alive.entries()) {
        if (entry.spec.role == ParameterRole::BatchNormShift)
            entry.tensor = makeTensor(
                std::vector<float>(static_cast<std::size_t>(entry.spec.elements()), -1e6F),
                entry.spec.shape);
        nothing.push_back(entry);
    }
    m_catalogue.entries = {
        entryOf(residual, randomWeights(buildDescribed(residual).value())),
        entryOf(plain, alive),
        entryOf(dead, Weights(nothing)),
    };
}

void TestResidualPane::init()
{
    m_window = std::make_unique<MainWindow>(m_catalogue);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QImage image(100, 90, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            image.setPixel(x, y, qRgb(2 * x, 2 * y, x * y % 256));
    }
    explorer().photos()->addImage(image, PhotoListModel::Origin::Pasted);
    AWAIT(explorer().figures());
}

void TestResidualPane::cleanup()
{
    m_window.reset();
}

/// What an engine makes of the crop with these scales.
std::vector<float> TestResidualPane::computed(const ResidualScales &scales) const
{
    const AnswerPtr &answer = m_window->explorer()->answer();
    const auto model = loadModel(m_window->explorer()->network().file);
    const auto engine =
        makeEngine(withResidualScales(model->graph, scales), model->weights, {.threads = 1});
    const std::vector<float> input = normalised(toRgb(answer->crop), answer->preprocessing);
    return (*engine)->run({&input, 1}, {}).value().front().logits;
}

/// By the window.
bool TestResidualPane::isAnsweredWith(const ResidualScales &scales) const
{
    const AnswerPtr &answer = m_window->explorer()->answer();
    const auto &graph = m_window->explorer()->graph();
    if (!answer || answer->graph != withResidualScales(*graph, scales) || answer->graph != *graph)
        return false;
    const std::vector<float> expected = computed(scales);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (std::abs(answer->activations.logits[i] - expected[i]) > 1e-4F)
            return false;
    }
    return true;
}

void TestResidualPane::showsWhatEachBlockAdds()
{
    QVERIFY(pane().isVisible());
    AWAIT(explorer().figures());
    const std::vector<ResidualFigures> &figures = explorer().figures()->residuals;
    QCOMPARE(figures.size(), 3U);
    QCOMPARE(pane().toText(), "Residuals\nScales as published");
    const QString first =
        QStringLiteral("inception_resnet_a.0: %1 = residual %2 / trunk %3 (RMS), scale %4")
            .arg(figures[0].ratio(), 0, 'f', 3)
            .arg(figures[0].residualRms, 0, 'g', 3)
            .arg(figures[0].trunkRms, 0, 'g', 3)
            .arg(figures[0].scale, 0, 'g', 3);
    QCOMPARE(pane().plot()->accessibleDescription().split("; ").constFirst(), first);
}

void TestResidualPane::aClickChoosesABlock()
{
    ResidualPlot *plot = pane().plot();
    QTest::mouseClick(plot, Qt::LeftButton, {}, plot->columnOf(1).center());
    QCOMPARE(explorer().selection()->element(), "inception_resnet_b.0");
    QCOMPARE(plot->current(), "inception_resnet_b.0");
    QTest::keyClick(plot, Qt::Key_Right);
    QCOMPARE(explorer().selection()->element(), "inception_resnet_c.0");
    explorer().selection()->setElement("inception_resnet_a.0.branch1");
    QCOMPARE(plot->current(), "inception_resnet_a.0");
    explorer().selection()->setElement("stem");
    QCOMPARE(plot->current(), "");
}

void TestResidualPane::theSliderChangesEveryBlock()
{
    auto &slider = control<ScaleSlider>("residualScale");
    slider.setFocus();
    QTest::keyClick(&slider, Qt::Key_End);
    for (int i = 0; i < 40; ++i)
        QTest::keyClick(&slider, Qt::Key_Left); // each asks; the newest is answered
    QCOMPARE(slider.scale(), 0.6);
    QCOMPARE(control<QDoubleSpinBox>("residualScaleValue").value(), 0.6);
    AWAIT(isAnsweredWith({{"", 0.6}}));
    AWAIT(explorer().figures()->residuals[2].scale == 0.6);
    QCOMPARE(pane().toText(), "Residuals\nNot as published: other scales in 3 of 3 blocks");
    QVERIFY(m_window->explorePage()->predictions()->toText().contains("other residual scales"));
}

void TestResidualPane::onlyTheSelectedBlock()
{
    auto &only = control<QCheckBox>("onlyThisBlock");
    explorer().selection()->setElement("stem");
    QVERIFY(!only.isEnabled());
    explorer().selection()->setElement("inception_resnet_b.0.branch1");
    only.click();
    control<QDoubleSpinBox>("residualScaleValue").setValue(0.9);
    AWAIT(isAnsweredWith({{"inception_resnet_b.0", 0.9}}));
    explorer().selection()->setElement("inception_resnet_c.0");
    QCOMPARE(control<QDoubleSpinBox>("residualScaleValue").value(),
             explorer().figures()->residuals[2].scale);
}

void TestResidualPane::asPublishedIsOneClickAway()
{
    auto &reset = control<QPushButton>("asPublished");
    QVERIFY(!reset.isEnabled());
    const std::vector<float> published = explorer().answer()->activations.logits;
    control<ScaleSlider>("residualScale").setValue(80);
    AWAIT(isAnsweredWith({{"", 0.8}}));
    QVERIFY(explorer().answer()->activations.logits != published);
    reset.click();
    AWAIT(explorer().answer()->activations.logits == published);
    QVERIFY(!reset.isEnabled());
    QCOMPARE(explorer().residualScales(), ResidualScales());
}

void TestResidualPane::anotherNetworkBeginsAsPublished()
{
    control<ScaleSlider>("residualScale").setValue(80);
    explorer().setNetwork("tiny_inception_v4");
    explorer().setNetwork("tiny_inception_resnet_v2");
    QCOMPARE(explorer().residualScales(), ResidualScales());
    AWAIT(explorer().answer());
    QVERIFY(isAnsweredWith({}));
}

void TestResidualPane::isForResidualNetworks()
{
    explorer().setNetwork("tiny_inception_v4");
    AWAIT(explorer().answer());
    QVERIFY(!pane().isVisible());
    explorer().setNetwork("tiny_inception_resnet_v2");
    QVERIFY(pane().isVisible());
}

void TestResidualPane::saysThatANetworkIsDead()
{
    explorer().setNetwork("dead");
    AWAIT(explorer().figures());
    QVERIFY(pane().isVisible());
    QVERIFY(!pane().plot()->isVisible());
    QCOMPARE(pane().findChild<MessageBar *>()->message(),
             "This network is dead: from stem.conv1 on there is nothing but zeros before the "
             "average pooling (section 3.3 of the paper)");
    explorer().setNetwork("tiny_inception_v4");
    AWAIT(!pane().isVisible());
}

QTEST_MAIN(TestResidualPane)
#include "tst_residualpane.moc"
