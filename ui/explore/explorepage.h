#pragma once

#include <QList>
#include <QWidget>

class QScrollArea;
class QSplitter;

namespace inceptoscope {

class ActivationLink;
class ActivationPane;
class DiagramPane;
class Explainer;
class ExplanationPane;
class Explorer;
class Filmstrip;
class OverlayController;
class PredictionsPane;
class ResidualPane;

/// The page Explore: the diagram above the activation maps, the predictions beside them, the
/// filmstrip below. Everything follows one selection.
class ExplorePage : public QWidget
{
    Q_OBJECT

public:
    explicit ExplorePage(Explorer *explorer, QWidget *parent = nullptr);

    DiagramPane *diagram() { return m_diagram; }
    OverlayController *overlay() { return m_overlay; }
    ActivationPane *activations() { return m_activations; }
    PredictionsPane *predictions() { return m_predictions; }
    ExplanationPane *explanations() { return m_explanations; }
    Explainer *explainer() { return m_explainer; }
    ResidualPane *residuals() { return m_residuals; }
    Filmstrip *filmstrip() { return m_filmstrip; }

    /// Sizes of the panes, to come back as a person left them.
    QByteArray saveLayout() const;
    void restoreLayout(const QByteArray &state);

signals:
    void photosRequested();
    void samplesRequested();
    void weightsRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    void connectDiagram();
    void connectPredictions();
    void connectActivations();
    void connectExplanations();
    void markClass();
    void showGraph();
    void fitSide();
    void showPicture();
    void showAnswer();
    void suggestElement();
    void sayWhatLacks();
    void actOnProblem();

    Explorer *m_explorer;
    OverlayController *m_overlay;
    Explainer *m_explainer;
    DiagramPane *m_diagram;
    ActivationPane *m_activations;
    ActivationLink *m_link;
    PredictionsPane *m_predictions;
    ExplanationPane *m_explanations;
    ResidualPane *m_residuals;
    Filmstrip *m_filmstrip;
    QSplitter *m_columns;
    QSplitter *m_rows;
    QSplitter *m_side;
    QWidget *m_answer; ///< upper part of it
    QScrollArea *m_sideArea; ///< around it
    QList<int> m_sideSizes{340, 340}; ///< while the residuals are not folded and there is room
    bool m_isSideFolded = false;
    bool m_hasSuggested = false;
    enum class Remedy { None, Retry, Weights };
    Remedy m_remedy = Remedy::None;
};

} // namespace inceptoscope
