#include "window/help.h"

#include "activations/activationpane.h"
#include "compare/comparepage.h"
#include "curves/curvespage.h"
#include "diagram/diagrampane.h"
#include "explain/explanationpane.h"
#include "explore/explorepage.h"
#include "filmstrip/filmstrip.h"
#include "folders/folderpage.h"
#include "predictions/predictionspane.h"
#include "residual/residualpane.h"
#include "style/metrics.h"
#include "style/theme.h"
#include "training/trainpage.h"
#include "window/mainwindow.h"

#include <QApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QMessageBox>
#include <QPointer>
#include <QTextBrowser>
#include <QTextTable>
#include <QVBoxLayout>

namespace inceptoscope {

static QString helpText()
{
    return QApplication::translate("inceptoscope::MainWindow", R"(## Inceptoscope

Drop photos anywhere on the window, paste one, or open the samples. The network named above answers; the photos stay in the strip below.

A click in the **diagram** selects a stage, block, branch (between its boxes) or layer; a double click opens or closes it. The **activation maps** below it show what each of its channels made of the photo; beside them you choose a branch or layer of the block, the values before the activation, or the filters of the first layers. *V* marks a layer without padding. Change the size, and the grids follow. **Overlay** tints the boxes: what the photo's activations are like there, what a layer costs, how long it takes. *File* saves or copies the whole diagram as shown.

The **panes** around the diagram go where you want them: drag one by its title to another side, or onto another to have both as tabs; the strip of photos by its handle. The cross hides a pane. *View > Panes* shows it again, moves panes without a mouse, and has them as they were at first; a right click on a title opens the same menu. The next start finds them as you left them.

The page **Compare** shows one photo in two networks, or two photos in one: both answers, the stages with the same grid side by side, and the channels that differ most. Side A is what Explore shows. *A folder* says where two networks disagree over many photos, and with folders named after classes which of them is right.

The page **Curves** compares training runs.

The page **Train** trains two variants side by side, or one, on your photos in class folders or on CIFAR or MNIST, and draws both errors as they fall. The training goes on when the window is closed, and is found again; *Pause* and *Stop* keep a checkpoint to go on from. *Use in Explore* looks into what was trained.

A folder becomes a table on the page **Folder**: a row a photo, while the network answers. With folders named after classes (by label, WordNet id or index) it says how often the network is right; a cell of the confusion matrix lists its photos.

| keys | what they do |
|---|---|
| Ctrl+O, Ctrl+Shift+O | open photos, a folder |
| Ctrl+V | paste a photo |
| 1, 2, 3, 4, 5 | Explore, Compare, Curves, Folder, Train |
| Ctrl+F | find a block |
| C on the photo | the crop the network sees |
| Enter or a double click on the photo, Esc | show it large with the map that lies over it, go back |
| Ctrl+G | get weights, and see what is here |
| Ctrl+T, Ctrl+Shift+E | the tensors of the weights; export the weights |
| F3, Shift+F3 | the next block found, the one before |
| ←, →, ↑, ↓ in the diagram | along the data, across branches |
| Enter in the diagram | open or close a stage or block |
| +, −, 0 | zoom in, zoom out, fit |
| Ctrl and the wheel | zoom |
| Enter on a map, Esc | show it large, go back |
| ←, → on a large map | the map before, the next one |
| F11 | the maps alone in the window, or all panes again |
| Esc in the maps | from what is beside them to the maps, from a large map to all, then to all panes |
| Alt+V, P | panes: which are shown, and where |
| Ctrl+H | parts of the block and histogram beside the maps, or not |
| Ctrl+S | save what has the focus: all maps, the diagram, the residuals' plot, the map of *Why this answer* or, in the strip, the photo as it is shown, as a picture; the predictions as CSV |
| Ctrl+C in the maps | copy them all as a picture |
| Shift+F1, then a click | what a pane is for |
| Space in the photo, the diagram, the residuals' plot or the strip | which places speak for the class, over the photo, or not |
| ←, →, Home, End in the residuals | the block before, the next, the first, the last one |
| Enter in the table of a folder or on a cell of the matrix | look at the photo, at the first of its photos |
| Space, F2, Delete in the list of runs | show or hide the selected runs, rename one or its group, take them out of the list (the logs stay); the menu key groups them |
| Ctrl+S, F5 on the page Folder | save the table as CSV, run the folder again |
| Delete in the strip, Ctrl+Z, Ctrl+Shift+Z | take photos out (the files stay), bring them back, take them out again |
)");
}

/// A line of their own around every cell is more than they need, and bright where all is dark.
static void styleTables(QTextBrowser &browser)
{
    for (QTextFrame *frame : browser.document()->rootFrame()->childFrames()) {
        auto *table = qobject_cast<QTextTable *>(frame);
        if (!table)
            continue;
        QTextTableFormat format = table->format();
        format.setBorder(1.0);
        format.setBorderCollapse(true);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderBrush(Theme::fromPalette(browser.palette()).line);
        format.setCellSpacing(0.0);
        format.setCellPadding(halfUnit);
        table->setFormat(format);
    }
}

void showHelp(QWidget *parent)
{
    static QPointer<QDialog> shown;
    if (shown) {
        shown->raise();
        shown->activateWindow();
        return;
    }
    auto *dialog = new QDialog(parent);
    shown = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QApplication::translate("inceptoscope::MainWindow", "How to use it"));
    dialog->resize(640, 560);
    auto *browser = new QTextBrowser;
    browser->setMarkdown(helpText());
    styleTables(*browser);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto *layout = new QVBoxLayout(dialog);
    layout->addWidget(browser);
    layout->addWidget(buttons);
    dialog->show();
}

void showAbout(QWidget *parent)
{
    auto *box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowModality(Qt::NonModal);
    box->setWindowTitle(QApplication::translate("inceptoscope::MainWindow", "About Inceptoscope"));
    box->setText(QApplication::translate(
                     "inceptoscope::MainWindow",
                     "Inceptoscope %1\n\nThe networks of Szegedy, Ioffe, Vanhoucke and Alemi, "
                     "\"Inception-v4, Inception-ResNet and the Impact of Residual Connections on "
                     "Learning\" (2016), and their relatives, at work.")
                     .arg(QApplication::applicationVersion()));
    box->show();
}

void explainPanes(MainWindow &window)
{
    ExplorePage &explore = *window.explorePage();
    explore.diagram()->setWhatsThis(MainWindow::tr(
        "The network as the paper draws it. A click selects a stage, block, branch or layer and "
        "shows its "
        "maps; a double click or Enter opens and closes it. Below each the grid it puts out."));
    explore.activations()->setWhatsThis(MainWindow::tr(
        "What each channel of the selected stage, block or layer made of the photo. The scale of "
        "the colours stands below; Enter or a double click shows one map over the photo. Hatched "
        "channels are zero on this photo."));
    explore.predictions()->setWhatsThis(MainWindow::tr(
        "The photo, with the part of it that the network sees, and the classes it finds there, "
        "the most probable first. Enter or a double click shows the photo large."));
    explore.explanations()->setWhatsThis(MainWindow::tr(
        "Which places of the photo speak for a class, as a map over it: by Grad-CAM in any block, "
        "by the class activation map of the last one, or by covering one place after another."));
    explore.residuals()->setWhatsThis(MainWindow::tr(
        "How much each residual block adds to what came in, after scaling. A click on the plot "
        "chooses a block; the slider changes the factor, and the whole window follows (section "
        "3.3 of the paper). Blocks that put out nothing but zeros are told of here, for any "
        "network."));
    explore.filmstrip()->setWhatsThis(MainWindow::tr(
        "Your photos. Drop more anywhere on the window; Delete takes one out of the strip, never "
        "from the disk."));
    window.comparePage()->setWhatsThis(MainWindow::tr(
        "One photo through two networks, or two photos through one. The stages of both stand side "
        "by side by their grids; their maps scroll together."));
    window.curvesPage()->setWhatsThis(MainWindow::tr(
        "How networks trained: error and loss by epoch, residual networks beside those without "
        "residual connections. Logs that grow are followed. Axes changes what curves stand "
        "against; the gap and the figures compare pairs."));
    window.folderPage()->setWhatsThis(MainWindow::tr(
        "The network's answers to all photos of a folder. Sort by the headings, filter by words, "
        "classes or wrong answers; Enter or a double click shows a photo on the page Explore."));
    window.trainPage()->setWhatsThis(MainWindow::tr(
        "Trains a network with residual connections beside one without, or one alone. Choose them, "
        "the data and the recipe on the left; errors on the validation photos fall on the right, "
        "epoch by epoch. It goes on when the window is closed."));
}

} // namespace inceptoscope
